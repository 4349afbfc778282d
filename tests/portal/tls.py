# SPDX-License-Identifier: MIT
"""Certificates for the portal, made by openssl: a good one, and those a client must refuse."""
import subprocess
from pathlib import Path

# kind: (name in it, days, signed by our authority)
KINDS = {"good": ("127.0.0.1", 30, True), "wrong-host": ("other.example", 30, True),
         "expired": ("127.0.0.1", -1, True), "self-signed": ("127.0.0.1", 30, False),
         "tls1.1": ("127.0.0.1", 30, True)}


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def names(host):
    return f"subjectAltName=IP:{host},DNS:localhost" if host[0].isdigit() else \
        f"subjectAltName=DNS:{host}"


def make(folder, kind="good"):
    """(certificate, key) in the folder; the authority to trust is folder/ca.pem. Made once."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    ca, ca_key = folder / "ca.pem", folder / "ca.key"
    certificate, key = folder / f"{kind}.pem", folder / f"{kind}.key"
    request, extensions = folder / f"{kind}.csr", folder / f"{kind}.ext"
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    if not ca.exists():
        openssl("req", "-x509", *new, "-keyout", ca_key, "-out", ca, "-days", 30,
                "-subj", "/CN=Test authority")
    if certificate.exists():
        return certificate, key
    host, days, is_signed = KINDS[kind]
    extensions.write_text(names(host) + "\n")
    openssl("req", *new, "-keyout", key, "-out", request, "-subj", f"/CN={host}")
    signer = ("-CA", ca, "-CAkey", ca_key, "-CAcreateserial") if is_signed else ("-signkey", key)
    openssl("x509", "-req", "-in", request, "-out", certificate, "-days", days,
            "-extfile", extensions, *signer)
    return certificate, key
