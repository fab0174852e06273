"""Tests of the comparison with lm-eval, and of what lm-eval said when it was made (``golden/``)."""
