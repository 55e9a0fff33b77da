"""The picture of the QR code, apart from the page that it is printed on."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageOps

from certificates.printing.qr_code import qr_image


@pytest.mark.parametrize(
    "address",
    [
        "https://komma.example.org/verify/MFRGGZDFMZTWQ2LKNNWG23TPOBYX",
        "http://localhost:5000/verify/x",
        "https://komma.landkreis-mecklenburgische-seenplatte.example/programm/verify/" + "A" * 200,
    ],
)
def test_it_is_read_as_the_address(address):
    picture = Image.open(BytesIO(qr_image(address)))
    picture.verify()
    picture = Image.open(BytesIO(qr_image(address)))

    [found] = zxingcpp.read_barcodes(ImageOps.expand(picture, border=24, fill=255))

    assert found.text == address
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    assert found.ec_level == "M"


def test_it_is_still_read_with_a_corner_torn_off():
    picture = Image.open(BytesIO(qr_image("https://komma.example.org/verify/MFRGGZDFMZTWQ2LK")))
    side = picture.width
    picture.paste(255, (side * 8 // 10, side * 8 // 10, side, side))

    [found] = zxingcpp.read_barcodes(ImageOps.expand(picture, border=24, fill=255))

    assert found.text == "https://komma.example.org/verify/MFRGGZDFMZTWQ2LK"
