"""From blocks and annotations to lines of styled cells."""
