"""What makes the embedded catalogue; nothing that plays imports it."""
