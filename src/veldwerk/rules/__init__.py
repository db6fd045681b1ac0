"""Decision tables for fitting referral, with their reasons."""
