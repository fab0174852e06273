"""Making what ships: the encyclopedia of the embedded knowledge graph, and questions about it."""
