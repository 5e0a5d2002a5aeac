"""The little world: a seeded generator of short, correct texts whose every fact is known."""
