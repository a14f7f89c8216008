"""The brain and the ground floor: controller, journal, pure core, contest rules, roles, views, show file."""
