"""Generated people and years of visits, through the same door as every other write."""
