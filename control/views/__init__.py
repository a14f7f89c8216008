"""What each role sees: one pure projection a role, sent as a snapshot and merge patches (docs/architecture.md)."""
