"""What our client and our service send each other, opened with the xmlsec1 command.

  xmlsec_messages.py <case> <client> <url of the service> <folder of certificates>

The client calls the service through this script, its HTTP proxy, which keeps the messages. What xmlsec1 does not know is done here: a key
that WS-Security refers to is found, opened with openssl, and derived. Signatures, digests and ciphertext are xmlsec1's, on
the very bytes that were sent. The folder has My/{service,client}.{pem,key}.
"""

import base64
import hashlib
import hmac
import http.client
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lxml import etree

WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
XENC = "http://www.w3.org/2001/04/xmlenc#"
OF = {"o": WSSE, "u": WSU, "e": XENC, "d": "http://www.w3.org/2000/09/xmldsig#", "m": "http://www.w3.org/2009/xmlenc11#"}
LABEL = b"WS-SecureConversation" * 2
# What xmlsec1 has to be told: which elements have Ids.
IDS = ["Timestamp", "Body", "Action", "To", "MessageID", "RelatesTo", "ReplyTo", "UsernameToken", "BinarySecurityToken",
       "SignatureConfirmation", "Signature"]


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    messages = []

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        connection = http.client.HTTPConnection(self.service.hostname, self.service.port, timeout=20)
        headers = {name: self.headers[name] for name in ("Content-Type", "SOAPAction") if name in self.headers}
        connection.request("POST", self.service.path, body, headers)
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        self.messages.append((body, answer))
        self.send_response(response.status)
        if answer:
            self.send_header("Content-Type", response.headers["Content-Type"])
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


def derive(secret, seed, length):
    """P_SHA1 of TLS 1.0, which WS-SecureConversation derives keys with."""
    made, a = b"", seed
    while len(made) < length:
        a = hmac.new(secret, a, hashlib.sha1).digest()
        made += hmac.new(secret, a + seed, hashlib.sha1).digest()
    return made[:length]


def one(node, path):
    (found,) = node.xpath(path, namespaces=OF)
    return found


class Opener:
    def __init__(self, folder, work):
        self.folder, self.work = folder, work
        self.sent = {}  # keys that were sent encrypted, by their EncryptedKeySHA1
        self.steps = []

    def file(self, name, content):
        path = self.work / name
        path.write_bytes(content)
        return str(path)

    def xmlsec1(self, *arguments):
        ids = [word for name in IDS for word in ("--id-attr:Id", name)]
        run = subprocess.run(["xmlsec1", *arguments[:-1], *ids, arguments[-1]], capture_output=True, timeout=20)
        if run.returncode != 0:
            raise AssertionError(f"xmlsec1 {' '.join(arguments)}: {run.stderr.decode()}")
        return run.stdout

    def unwrap(self, key, receiver):
        """The key that an EncryptedKey holds."""
        digest = mgf = "sha1"
        if one(key, "e:EncryptionMethod").get("Algorithm").endswith("#rsa-oaep"):
            digest = one(key, "e:EncryptionMethod/d:DigestMethod").get("Algorithm").split("#")[1]
            mgf = one(key, "e:EncryptionMethod/m:MGF").get("Algorithm").split("#mgf1")[1]
        encrypted = base64.b64decode(one(key, "e:CipherData/e:CipherValue").text)
        options = [word for option in ("padding_mode:oaep", f"oaep_md:{digest}", f"mgf1_md:{mgf}")
                   for word in ("-pkeyopt", "rsa_" + option)]
        secret = subprocess.run(["openssl", "pkeyutl", "-decrypt", "-inkey", str(self.folder / "My" / f"{receiver}.key"), *options],
                                input=encrypted, capture_output=True, check=True, timeout=20).stdout
        self.sent[hashlib.sha1(encrypted).digest()] = secret
        return secret

    def secrets(self, security, receiver):
        """The shared keys of a message, by Id; that of None is for what does not say."""
        keys = {}
        for key in security.xpath("e:EncryptedKey", namespaces=OF):
            keys[key.get("Id")] = keys[None] = self.unwrap(key, receiver)
        for token in security.xpath("*[local-name()='DerivedKeyToken']"):
            base = self.key(one(token, "o:SecurityTokenReference"), keys)
            nonce = base64.b64decode(one(token, "*[local-name()='Nonce']").text)
            length = token.xpath("*[local-name()='Length']")
            keys[token.get(f"{{{WSU}}}Id")] = derive(base, LABEL + nonce, int(length[0].text) if length else 32)
        return keys

    def key(self, reference, keys):
        """What a SecurityTokenReference refers to, if it is a shared key."""
        for local in reference.xpath("o:Reference", namespaces=OF):
            return keys.get(local.get("URI")[1:])
        for identifier in reference.xpath("o:KeyIdentifier[contains(@ValueType, '#EncryptedKeySHA1')]", namespaces=OF):
            return self.sent[base64.b64decode(identifier.text)]
        return None

    def verify(self, message, sender, keys):
        """All signatures that are not encrypted."""
        root = etree.fromstring(message)
        path = self.file("message.xml", message)
        signatures = root.xpath("//o:Security/d:Signature", namespaces=OF)
        for index, signature in enumerate(signatures):
            secret = self.key(one(signature, "d:KeyInfo/o:SecurityTokenReference"), keys)
            if secret is not None:
                key = ["--hmackey", self.file("key.bin", secret)]
            else:
                key = ["--pubkey-cert-pem", str(self.folder / "My" / f"{sender}.pem")]
            at = f"(//*[local-name()='Security']/*[local-name()='Signature'])[{index + 1}]"
            self.xmlsec1("--verify", *key, "--node-xpath", at, path)
            self.steps.append(f"verified {len(signature.xpath('d:SignedInfo/d:Reference', namespaces=OF))} parts")
        return len(signatures)

    def decrypt(self, message, keys):
        while True:
            found = etree.fromstring(message).xpath("//e:EncryptedData", namespaces=OF)
            if not found:
                return message
            reference = found[0].xpath("d:KeyInfo/o:SecurityTokenReference", namespaces=OF)
            secret = self.key(reference[0], keys) if reference else keys[None]
            path, key = self.file("message.xml", message), self.file("key.bin", secret)
            at = "(//*[local-name()='EncryptedData'])[1]"
            message = self.xmlsec1("--decrypt", "--aeskey", key, "--node-xpath", at, path)
            self.steps.append(f"decrypted {found[0].get('Id')}")

    def open(self, message, sender, receiver, is_encrypted_first):
        security = one(etree.fromstring(message), "//o:Security")
        keys = self.secrets(security, receiver)
        signatures = 0
        if is_encrypted_first:
            signatures = self.verify(message, sender, keys)
        message = self.decrypt(message, keys)
        if not is_encrypted_first:
            signatures = self.verify(message, sender, keys)
        assert signatures > 0, "there is no signature"
        assert not etree.fromstring(message).xpath("//e:EncryptedData", namespaces=OF)
        return message


def main():
    case, client, url, folder = sys.argv[1:]
    Proxy.service = urllib.parse.urlsplit(url)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    proxied = {**os.environ, "http_proxy": f"http://localhost:{server.server_port}", "no_proxy": ""}
    subprocess.run([client, case, url, "0"], check=True, timeout=50, stdout=subprocess.DEVNULL, env=proxied)
    server.shutdown()
    with tempfile.TemporaryDirectory() as work:
        open_all(case.split("+"), pathlib.Path(folder), pathlib.Path(work))


def open_all(words, folder, work):
    # The client adds, divides three times, and divides by zero.
    for request, reply, answer in [(*Proxy.messages[0], "AddResponse"), (*Proxy.messages[4], "Fault")]:
        opener = Opener(folder, work)
        opened = [opener.open(request, "client", "service", "ebs" in words),
                  opener.open(reply, "service", "client", "ebs" in words)]
        bodies = [etree.fromstring(message).xpath("//*[local-name()='Body']/*")[0].tag for message in opened]
        print(" ".join(bodies), ", ".join(opener.steps))
        assert bodies[1].endswith(answer), bodies
        assert "sign" in words or any(step.startswith("decrypted") for step in opener.steps), "nothing was encrypted"
    try:
        opener.open(reply.replace(b"Created>2", b"Created>3"), "service", "client", "ebs" in words)
    except AssertionError as error:
        print("refused when it was changed:", error)
    else:
        raise AssertionError("a message that was changed was verified")


main()
