"""Figures in the words of who reads them."""

from app.kernel.i18n import file_size, in_language


def test_the_size_of_a_file_has_the_decimal_sign_of_the_language(app):
    with app.test_request_context(), in_language("de"):
        assert [file_size(one) for one in (12, 257_797, 8_000_000)] == ["0 kB", "257,8 kB", "8 MB"]
    with app.test_request_context(), in_language("en"):
        assert file_size(1_234_567) == "1.2 MB"
