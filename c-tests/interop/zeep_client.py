"""A client of interop.wsdl made with zeep from the WSDL that the service publishes: zeep_client.py <url of the WSDL>"""

import sys

import requests
import zeep
from checks import check, end
from zeep.transports import Transport

TEXT = "a <&> \"'\t\u00e4\u20ac\U0001d11e ]]>"


def fault_of(call):
    try:
        call()
    except zeep.exceptions.Fault as fault:
        return fault
    raise AssertionError("there was no fault")


def main():
    transport = Transport(session=requests.Session(), timeout=10, operation_timeout=10)
    client = zeep.Client(sys.argv[1], transport=transport)
    ports = sorted(port for service in client.wsdl.services.values() for port in service.ports)
    check("the published service has its two ports", lambda: ports == ["Soap11Port", "Soap12Port"])
    for port in ports:
        service = client.bind("InteropService", port)
        address = client.wsdl.services["InteropService"].ports[port].binding_options["address"]
        check(f"{port}: address {address}", lambda: address.startswith("http://") and "+" not in address)
        check(f"{port}: Add", lambda: service.Add(a=-2000000000, b=7) == -1999999993)
        check(f"{port}: Divide", lambda: service.Divide(a=1, b=3) == 1 / 3)
        check(f"{port}: a fault", lambda: "division by zero" in fault_of(lambda: service.Divide(a=7.5, b=0)).message)
        check(
            f"{port}: the detail of a fault",
            lambda: float(fault_of(lambda: service.Divide(a=7.5, b=0)).detail[0][0].text) == 7.5,
        )
        check(f"{port}: Echo", lambda: service.Echo(text=TEXT) == TEXT)
        data = bytes(i * 7 & 255 for i in range(3001))
        check(f"{port}: EchoBytes", lambda: service.EchoBytes(data=data) == data)
        before = service.Notified()
        check(f"{port}: Notify, one way", lambda: service.Notify(text="x") is None)
        check(f"{port}: Notified", lambda: service.Notified() == before + 1)
        check(f"{port}: 100 calls", lambda: all(service.Add(a=i, b=1) == i + 1 for i in range(100)))
    end()


main()
