"""What makes the data of the embedded sites, and the tasks on them; nothing that plays imports it."""
