"""GSM8K: word problems of primary school mathematics, solved step by step."""
