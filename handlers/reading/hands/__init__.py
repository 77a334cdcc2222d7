"""How many people: asked for in a post, changed later, or waiting for their pay."""
