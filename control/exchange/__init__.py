"""Files of other programs, and papers: bytes → plan with everything that is wrong, plan → bytes.

CPU work on bytes, no sockets and no files: whoever calls brings the bytes, and a thread where there is an event loop.
"""
