"""Small widgets that know neither the application nor a screen."""
