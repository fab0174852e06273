"""An encyclopedia that agents search and look things up in: generated, of a task's own paragraphs, or Wikipedia."""
