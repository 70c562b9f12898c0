"""The signs that our print fonts can draw, as the inside of a regular expression's brackets.

Made by `manage.py print_fonts` out of `static/fonts/print/*.ttf`; not to be edited by hand.
"""

HOUSE = (
    r"\x20-\x7e\xa0-\xac\xae-\u0181\u0186\u018a\u018d-\u0190\u0192-\u0194\u0196\u0197\u019a\u019b\u019e"
    r"\u01a0\u01a1\u01af-\u01b1\u01b7\u01bf-\u01c3\u01cd-\u01dd\u01e2-\u01e7\u01ea\u01eb\u01ee-\u01f0"
    r"\u01f4\u01f5\u01f7-\u0201\u0204\u0205\u0208\u0209\u020c\u020d\u0218-\u0220\u0222\u0223\u0226\u0227"
    r"\u0237\u023a-\u023e\u0241-\u0245\u0248\u0249\u0250-\u027b\u027d-\u0285\u0287-\u0292\u0294\u0295"
    r"\u0298\u0299\u029b-\u029f\u02a1-\u02a8\u02b0-\u02b4\u02b7-\u02b9\u02bb-\u02c1\u02c6-\u02cc"
    r"\u02d0-\u02d7\u02da\u02dc-\u02de\u02e0-\u02e4\u02ed\u0300\u0301\u0303\u0304\u0308\u0309\u0323\u0329"
    r"\u1d25\u1d2c\u1d2e\u1d30\u1d31\u1d33-\u1d3a\u1d3c\u1d3e-\u1d43\u1d47-\u1d4b\u1d4d\u1d4f-\u1d52"
    r"\u1d56-\u1d58\u1d5b\u1d6f\u1d70\u1d79\u1d7b\u1d7f\u1d9c\u1da0\u1dac\u1dae\u1db0\u1dbb\u1dbf"
    r"\u1e02\u1e03\u1e06\u1e07\u1e0a-\u1e11\u1e16\u1e17\u1e1e-\u1e2b\u1e32-\u1e3b\u1e3e-\u1e49\u1e52\u1e53"
    r"\u1e56-\u1e63\u1e66\u1e67\u1e6a-\u1e6f\u1e72\u1e73\u1e7e-\u1e85\u1e8e-\u1e97\u1e9e\u1e9f"
    r"\u1ef2-\u1ef9\u2009\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020\u2022\u2026\u2032\u2033\u2039\u203a"
    r"\u2044\u20a1\u20a3\u20a4\u20a6\u20a7\u20a9\u20ab\u20ac\u20ae\u20b1\u20b2\u20b4\u20b5\u20b8-\u20ba"
    r"\u20bd\u2113\u2122\u2190-\u2193\u21bb\u2212\u2215\u2260\u2264\u2265\u2298\u25a0\u25a1\u25b2-\u25b4"
    r"\u25b8\u25bc\u25be\u25c6\u25c7\u25cb\u25cf-\u25d1\u25ef\u2610-\u2612\u2630\u2640\u2642\u26a0"
    r"\u2713\u2714\u2717\u2718\u27f3\u29b8\u2b24\u2c60-\u2c62\u2c65\u2c66\u2c71\u2c7d\ua722-\ua725"
    r"\ua74e\ua74f\ua75a\ua75b\ua764\ua765\ua779-\ua787\ua789\ua7ad\ua7ae\ua7b3\ua7b5\ua7f2-\ua7f4"
)

PRINTABLE = (
    r"\x20-\x7e\xa0-\xac\xae-\u034e\u0350-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03e1"
    r"\u03f0-\u052f\u1ab0-\u1ac0\u1ac5\u1ac7-\u1ace\u1c80-\u1c88\u1d00-\u1df9\u1dfb-\u1f15\u1f18-\u1f1d"
    r"\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fc4"
    r"\u1fc6-\u1fd3\u1fd6-\u1fdb\u1fdd-\u1fef\u1ff2-\u1ff4\u1ff6-\u1ffe\u2000-\u200a\u2010-\u2027"
    r"\u202f-\u205f\u2070\u2071\u2074-\u208e\u2090-\u209c\u20a0-\u20c0\u20d0-\u20f0\u2100-\u218b"
    r"\u2190-\u2328\u232b-\u23b9\u23be-\u2426\u2460-\u2500\u2506\u250c\u2510\u2514\u2518\u2550\u2571\u2572"
    r"\u2577\u2580\u2584\u2588\u258c\u2590-\u2593\u25a0-\u2b73\u2b76-\u2b95\u2b97-\u2bff\u2c60-\u2c7f"
    r"\u2de0-\u2e5d\u3012\u3030\u303d\u3297\u3299\ua640-\ua69f\ua700-\ua7ca\ua7d0\ua7d1\ua7d3\ua7d5-\ua7d9"
    r"\ua7f2-\ua7ff\uab30-\uab6b\ufb00-\ufb06\ufe20-\ufe2f\uff5b\uff5d\ufffc\ufffd\U00010780-\U00010785"
    r"\U00010787-\U000107b0\U000107b2-\U000107ba\U0001d400-\U0001d454\U0001d456-\U0001d49c"
    r"\U0001d49e\U0001d49f\U0001d4a2\U0001d4a5\U0001d4a6\U0001d4a9-\U0001d4ac\U0001d4ae-\U0001d4b9"
    r"\U0001d4bb\U0001d4bd-\U0001d4c3\U0001d4c5-\U0001d505\U0001d507-\U0001d50a\U0001d50d-\U0001d514"
    r"\U0001d516-\U0001d51c\U0001d51e-\U0001d539\U0001d53b-\U0001d53e\U0001d540-\U0001d544\U0001d546"
    r"\U0001d54a-\U0001d550\U0001d552-\U0001d6a5\U0001d6a8-\U0001d7cb\U0001d7ce-\U0001d7ff"
    r"\U0001df00-\U0001df1e\U0001f000-\U0001f02b\U0001f0a0-\U0001f0ae\U0001f0b1-\U0001f0bf"
    r"\U0001f0c1-\U0001f0cf\U0001f0d1-\U0001f0f5\U0001f100-\U0001f1ad\U0001f1e6-\U0001f1ff"
    r"\U0001f201\U0001f202\U0001f21a\U0001f22f\U0001f232-\U0001f23a\U0001f250\U0001f251"
    r"\U0001f300-\U0001f6d9\U0001f6dc-\U0001f6ec\U0001f6f0-\U0001f6fc\U0001f780-\U0001f7d9"
    r"\U0001f7e0-\U0001f7eb\U0001f7f0\U0001f800-\U0001f80b\U0001f810-\U0001f847\U0001f850-\U0001f859"
    r"\U0001f860-\U0001f887\U0001f890-\U0001f8ad\U0001f8b0\U0001f8b1\U0001f900-\U0001f9ff"
    r"\U0001fa70-\U0001fa7c\U0001fa80-\U0001fac6\U0001fac8\U0001facc-\U0001fadd\U0001fadf-\U0001faeb"
    r"\U0001faef-\U0001fafa"
)
