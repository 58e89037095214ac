"""The glossary: every term with its definition and the experiment that shows it."""

from ui import glossary

glossary.draw()
