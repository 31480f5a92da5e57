"""Messages that are signed with certificates, by zeep and xmlsec.

  zeep_signed.py call <url> <folder> <interop.wsdl>    zeep as a client of our service
  zeep_signed.py serve <port> <folder>                 a service that verifies and signs with zeep's functions

The folder has My/{service,client}.{pem,key}.
"""

import base64
import datetime
import pathlib
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests
import xmlsec
import zeep
from checks import check, end
from lxml import etree
from zeep import ns
from zeep.transports import Transport
from zeep.wsse import signature, utils

SOAP = signature.SOAP_NS
NS = "http://example.org/interop"
TEXT = "a <&> \"'\t\u00e4\u20ac\U0001d11e ]]>"


def stamp(minutes=0):
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def add_timestamp(envelope, minutes=0):
    """zeep signs a Timestamp that is there, and its users put it there."""
    timestamp = utils.WSU.Timestamp(utils.WSU.Created(stamp(minutes)), utils.WSU.Expires(stamp(minutes + 5)))
    utils.get_security_header(envelope).append(timestamp)


def verify(envelope, certificate):
    """zeep's check of the signature, and that it signs what there has to be: zeep leaves that to its users."""
    signature.verify_envelope(envelope, certificate)
    of = {"s": SOAP, "o": ns.WSSE, "u": ns.WSU, "d": ns.DS}
    signed = {reference.get("URI") for reference in envelope.xpath("s:Header/o:Security/d:Signature/d:SignedInfo/d:Reference", namespaces=of)}
    for path in ["s:Body", "s:Header/o:Security/u:Timestamp"]:
        (part,) = envelope.xpath(path, namespaces=of)
        if "#" + part.get(f"{{{ns.WSU}}}Id") not in signed:
            raise zeep.exceptions.SignatureVerificationFailed(f"{path} is not signed")


def own(folder, name):
    return [str(folder / "My" / f"{name}{end}") for end in (".key", ".pem")]


# ---- The client ----

def service(kind, folder, change=lambda envelope: None, minutes=0, **options):
    class Token(kind):
        def apply(self, envelope, headers):
            if minutes is not None:
                add_timestamp(envelope, minutes)
            envelope, headers = super().apply(envelope, headers)
            change(envelope)
            return envelope, headers

        def verify(self, envelope):
            # Who is refused hears so without protection.
            if envelope.find(f"{{{SOAP}}}Body/{{{SOAP}}}Fault") is None or envelope.find(f".//{{{ns.WSSE}}}Security") is not None:
                verify(envelope, own(folder, "service")[1])
            return envelope

    session = requests.Session()
    session.trust_env = False
    transport = Transport(session=session, timeout=10, operation_timeout=10)
    client = zeep.Client(sys.argv[4], transport=transport, wsse=Token(*own(folder, "client"), **options))
    return client.create_service("{http://example.org/interop}Soap11", sys.argv[2])


def call(folder):
    sha256 = {"signature_method": xmlsec.Transform.RSA_SHA256, "digest_method": xmlsec.Transform.SHA256}
    kinds = [("BinarySignature", signature.BinarySignature, sha256), ("Signature", signature.Signature, sha256),
             ("Signature with SHA-1", signature.Signature, {})]
    for name, kind, options in kinds:
        port = service(kind, folder, **options)
        check(f"{name}: Add", lambda: all(port.Add(a=i, b=2) == i + 2 for i in range(3)))
        check(f"{name}: Echo", lambda: port.Echo(text=TEXT) == TEXT)
        check(f"{name}: EchoBytes", lambda: port.EchoBytes(data=bytes(range(256))) == bytes(range(256)))

        def one_way():
            before = port.Notified()
            port.Notify(text=TEXT)
            return port.Notified() == before + 1

        check(f"{name}: Notify, one way", one_way)

    def fault_of(test, **more):
        try:
            test(service(signature.BinarySignature, folder, **sha256, **more))
        except zeep.exceptions.Fault as fault:
            return fault
        raise AssertionError("there was no fault")

    fault = fault_of(lambda port: port.Divide(a=7.5, b=0))
    check("Divide by zero", lambda: fault.message == "division by zero" and fault.detail[0][0].text.startswith("7.5"))

    def text_of(envelope, path):
        return envelope.find(f".//{{{NS}}}{path}")

    def changed(envelope):
        text_of(envelope, "a").text = "1000"

    def unsigned(envelope):
        envelope.find(f".//{{{ns.WSU}}}Timestamp").set(f"{{{ns.WSU}}}Id", "another")

    def moved(envelope):
        body = envelope.find(f"{{{SOAP}}}Body")
        wrapper = etree.SubElement(envelope.find(f"{{{SOAP}}}Header"), "{urn:wrapper}Wrapper")
        wrapper.append(body)
        etree.SubElement(etree.SubElement(envelope, body.tag), f"{{{NS}}}Notified")

    refused = "An error was discovered while the Security header was processed."
    for what, more in [("a changed body", {"change": changed}), ("a Timestamp that is not signed", {"change": unsigned}),
                       ("a body that was moved", {"change": moved}), ("an old message", {"minutes": -60}),
                       ("zeep's own message, which has no Timestamp", {"minutes": None})]:
        check(f"{what} is refused", lambda: fault_of(lambda port: port.Add(a=1, b=2), **more).message == refused)


# ---- The service ----

def answer(request):
    """The reply to what is in a body, or a fault."""
    say = lambda name, value: f'<r:{name}Response xmlns:r="{NS}"><r:result>{value}</r:result></r:{name}Response>'
    name = etree.QName(request).localname
    values = [child.text or "" for child in request]
    escaped = lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if name == "Add":
        return say(name, int(values[0]) + int(values[1]))
    if name == "Divide" and float(values[1]) == 0:
        return (f'<f:Fault xmlns:f="{SOAP}"><faultcode>f:Client</faultcode><faultstring>division by zero</faultstring><detail>'
                f'<d:DivisionByZero xmlns:d="{NS}"><d:dividend>{values[0]}</d:dividend></d:DivisionByZero></detail></f:Fault>')
    if name == "Divide":
        number = lambda text: float({"INF": "inf", "-INF": "-inf"}.get(text, text))
        quotient = number(values[0]) / number(values[1])
        return say(name, {"inf": "INF", "-inf": "-INF", "nan": "NaN"}.get(repr(quotient), repr(quotient)))
    if name == "Echo":
        return say(name, escaped(values[0]))
    if name == "EchoBytes":
        return say(name, base64.b64encode(base64.b64decode(values[0])).decode())
    if name == "Notify":
        Handler.notified += 1
        return None
    return say(name, Handler.notified)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    notified = 0

    def log_message(self, *_):
        pass

    def do_POST(self):
        envelope = etree.fromstring(self.rfile.read(int(self.headers["Content-Length"])))
        verify(envelope, own(self.folder, "client")[1])
        body = answer(envelope.find(f"{{{SOAP}}}Body")[0])
        if body is None:
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        reply = etree.fromstring(f'<e:Envelope xmlns:e="{SOAP}"><e:Header/><e:Body>{body}</e:Body></e:Envelope>')
        add_timestamp(reply)
        token = signature.BinarySignature(*own(self.folder, "service"), signature_method=xmlsec.Transform.RSA_SHA256,
                                          digest_method=xmlsec.Transform.SHA256)
        token.apply(reply, {})
        text = etree.tostring(reply)
        self.send_response(500 if "Fault>" in body else 200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def serve(port, folder):
    import threading

    Handler.folder = folder
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("serving", flush=True)
    sys.stdin.read()
    server.shutdown()


if sys.argv[1] == "serve":
    serve(int(sys.argv[2]), pathlib.Path(sys.argv[3]))
else:
    call(pathlib.Path(sys.argv[3]))
    end()
