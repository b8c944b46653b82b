"""What people agree to: canonical texts, their digests, the short codes on pages and paper."""
