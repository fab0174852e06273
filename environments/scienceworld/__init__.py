"""ScienceWorld: experiments of an elementary-school science book, in a house of ten rooms."""
