"""The contest by the regulation: draw, debate, ballots, standings. Pure."""
