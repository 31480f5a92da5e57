"""User names in messages over TLS, with zeep: zeep_wsse.py <url> <authorities> <interop.wsdl> text|digest"""

import sys

import requests
import zeep
from checks import check, end
from zeep.transports import Transport
from zeep.wsse.username import UsernameToken


def service(token):
    session = requests.Session()
    session.trust_env = False
    session.verify = sys.argv[2]
    transport = Transport(session=session, timeout=10, operation_timeout=10)
    client = zeep.Client(sys.argv[3], transport=transport, wsse=token)
    return client.create_service("{http://example.org/interop}Soap11", sys.argv[1])


def refused(token):
    try:
        service(token).Add(a=1, b=2)
    except zeep.exceptions.Fault as fault:
        return True
    return False


def main():
    digest = sys.argv[4] == "digest"
    # zeep makes no timestamp: its users add one, as here.
    from zeep.wsse import utils
    import datetime

    def token(name, password):
        time = utils.WSU.Timestamp()
        now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0, tzinfo=None)
        stamp = lambda at: at.isoformat() + "Z"
        time.append(utils.WSU.Created(stamp(now)))
        time.append(utils.WSU.Expires(stamp(now + datetime.timedelta(minutes=5))))
        return UsernameToken(name, password, use_digest=digest, timestamp_token=time, zulu_timestamp=True)

    check("calls", lambda: all(service(token("alice", "wonderland")).Add(a=i, b=2) == i + 2 for i in range(3)))
    check("a wrong password is refused", lambda: refused(token("alice", "looking-glass")))
    check("nobody is refused", lambda: refused(token("nobody", "wonderland")))
    check("without a token", lambda: refused(None))
    check("without a timestamp", lambda: refused(UsernameToken("alice", "wonderland", use_digest=digest)))
    end()


main()
