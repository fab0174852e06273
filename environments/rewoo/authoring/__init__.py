"""Making the embedded problems, each with a plan that is proven to lead to its answer."""
