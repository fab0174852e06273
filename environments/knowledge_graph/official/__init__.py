"""Readers of files that others publish: AgentBench's questions, GrailQA's ontology, triples as N-Triples or TSV."""
