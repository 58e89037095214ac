"""The parts of the space lesson, a module each: what is shown, how, and the tabs below the map."""
