"""What every page of the product stands on: who may see it, how errors look, navigation, lists, forms."""
