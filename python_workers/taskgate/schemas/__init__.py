"""What a type hint says, as a check of JSON and as JSON Schema: one verdict in both languages."""
