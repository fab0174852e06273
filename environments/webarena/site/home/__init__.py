"""The page that lists the sites."""
