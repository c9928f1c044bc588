"""门户: what citizens, shop owners and other programs may do here without an account."""
