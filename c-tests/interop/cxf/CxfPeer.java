// Apache CXF with WSS4J as a peer: the contract of interop.wsdl with messages that certificates protect.
//
//   CxfPeer serve <port> <folder> <case>...     each case at http://localhost:<port>/<case>, until the input ends
//   CxfPeer call <folder> (<case> <url>)...
//   CxfPeer refused <folder> <case> <url> <case>...   what is protected as the other cases say does nothing there
//
// A case is words with a + between them, see Protection. The folder has service.p12 and client.p12 (password "secret") and
// Root/ca.pem.
import jakarta.jws.Oneway;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.xml.ws.Action;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.Soap12;
import org.apache.cxf.binding.soap.SoapBindingConstants;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.frontend.ClientProxy;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.cxf.interceptor.InterceptorProvider;
import org.apache.cxf.jaxws.JaxWsProxyFactoryBean;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.ws.addressing.AddressingProperties;
import org.apache.cxf.ws.addressing.AttributedURIType;
import org.apache.cxf.ws.addressing.ContextUtils;
import org.apache.cxf.ws.addressing.WSAddressingFeature;
import org.apache.cxf.ws.security.wss4j.DefaultCryptoCoverageChecker;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.crypto.Crypto;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

public final class CxfPeer {
    static final String NS = "http://example.org/interop";
    static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";

    @WebService(name = "Interop", targetNamespace = NS)
    public interface Interop {
        @WebMethod(operationName = "Add", action = NS + "/Add")
        @Action(input = NS + "/Add", output = NS + "/AddResponse")
        @WebResult(name = "result", targetNamespace = NS)
        int add(@WebParam(name = "a", targetNamespace = NS) int a, @WebParam(name = "b", targetNamespace = NS) int b);

        @WebMethod(operationName = "Divide", action = NS + "/Divide")
        @Action(input = NS + "/Divide", output = NS + "/DivideResponse")
        @WebResult(name = "result", targetNamespace = NS)
        double divide(@WebParam(name = "a", targetNamespace = NS) double a,
                      @WebParam(name = "b", targetNamespace = NS) double b);

        @WebMethod(operationName = "Echo", action = NS + "/Echo")
        @Action(input = NS + "/Echo", output = NS + "/EchoResponse")
        @WebResult(name = "result", targetNamespace = NS)
        String echo(@WebParam(name = "text", targetNamespace = NS) String text);

        @WebMethod(operationName = "EchoBytes", action = NS + "/EchoBytes")
        @Action(input = NS + "/EchoBytes", output = NS + "/EchoBytesResponse")
        @WebResult(name = "result", targetNamespace = NS)
        byte[] echoBytes(@WebParam(name = "data", targetNamespace = NS) byte[] data);

        @Oneway
        @WebMethod(operationName = "Notify", action = NS + "/Notify")
        @Action(input = NS + "/Notify")
        void notifyOf(@WebParam(name = "text", targetNamespace = NS) String text);

        @WebMethod(operationName = "Notified", action = NS + "/Notified")
        @Action(input = NS + "/Notified", output = NS + "/NotifiedResponse")
        @WebResult(name = "result", targetNamespace = NS)
        int notified();
    }

    @WebService(serviceName = "InteropService", endpointInterface = "CxfPeer$Interop", targetNamespace = NS)
    public static final class Service implements Interop {
        private final AtomicInteger notified = new AtomicInteger();

        public int add(int a, int b) { return a + b; }

        public double divide(double a, double b) {
            if (b != 0) return a / b;
            SoapFault fault = new SoapFault("division by zero", Soap12.getInstance().getSender());
            fault.setSubCode(new QName(NS, "DivisionByZero"));
            Document document = DOMUtils.createDocument();
            Element detail = document.createElement("detail");
            Element dividend = document.createElementNS(NS, "dividend");
            dividend.setTextContent(Double.toString(a));
            detail.appendChild(document.createElementNS(NS, "DivisionByZero")).appendChild(dividend);
            fault.setDetail(detail);
            throw fault;
        }

        public String echo(String text) { return text; }
        public byte[] echoBytes(byte[] data) { return data; }
        public void notifyOf(String text) { notified.incrementAndGet(); }
        public int notified() { return notified.get(); }
    }

    /** A fault that no exception stands for is of no action; this is that of the contract. */
    static final class FaultAction extends AbstractPhaseInterceptor<Message> {
        FaultAction() { super(Phase.POST_LOGICAL); }

        public void handleMessage(Message message) {
            AddressingProperties addressing = ContextUtils.retrieveMAPs(message, false, true);
            Exception cause = message.getContent(Exception.class);
            if (addressing == null || cause == null || !"division by zero".equals(cause.getMessage())) return;
            AttributedURIType action = new AttributedURIType();
            action.setValue(NS + "/DivisionByZero");
            addressing.setAction(action);
        }
    }

    /** What a case says of the protection of messages. */
    static final class Protection {
        private final boolean isService;
        private final Map<String, Object> properties = new HashMap<>();
        private final List<String> words;

        Protection(String name, Path folder, boolean isService) throws Exception {
            this.isService = isService;
            words = Arrays.asList(name.split("\\+"));
            if (words.contains("ecdsa")) folder = folder.resolve("ec");
            String reference = "IssuerSerial", suite = "basic256", action = "Timestamp Signature Encrypt";
            boolean hidesSignature = true;
            for (String word : words) {
                switch (word) {
                    case "mutual": break;
                    case "sign": action = "Timestamp Signature"; break;
                    case "encrypt": action = "Timestamp Encrypt"; hidesSignature = false; break;
                    case "sbe": hidesSignature = false; break;
                    case "ebs": action = "Timestamp Encrypt Signature"; hidesSignature = false; break;
                    case "direct": reference = "DirectReference"; break;
                    case "issuer": reference = "IssuerSerial"; break;
                    case "ski": reference = "SKIKeyIdentifier"; break;
                    case "thumbprint": reference = "Thumbprint"; break;
                    case "x509": reference = "X509KeyIdentifier"; break;
                    case "token": break;
                    case "header": break;
                    default: suite = word;
                }
            }
            set(ConfigurationConstants.ACTION, action);
            set(ConfigurationConstants.ENCRYPTION_USER, isService ? ConfigurationConstants.USE_REQ_SIG_CERT : "service");
            set(ConfigurationConstants.SIG_KEY_ID, reference);
            set(ConfigurationConstants.ENC_KEY_ID, reference);
            set(ConfigurationConstants.SIGNATURE_PARTS, "{}{" + SOAP + "}Body;{}{http://docs.oasis-open.org/wss/2004/01/oasis-"
                + "200401-wss-wssecurity-utility-1.0.xsd}Timestamp" + (words.contains("token") ? ";{}{}STRTransform" : ""));
            List<String> headers = new ArrayList<>();
            for (String header : new String[] {"To", "From", "FaultTo", "ReplyTo", "MessageID", "RelatesTo", "Action"}) {
                headers.add("{}{http://www.w3.org/2005/08/addressing}" + header);
            }
            set(ConfigurationConstants.OPTIONAL_SIGNATURE_PARTS, String.join(";", headers));
            set(ConfigurationConstants.ENCRYPTION_PARTS, (hidesSignature ? "{Element}{http://www.w3.org/2000/09/xmldsig#}Signature;"
                : "") + "{Content}{" + SOAP + "}Body");
            if (words.contains("header")) {
                set(ConfigurationConstants.OPTIONAL_ENCRYPTION_PARTS, "{Header}{http://www.w3.org/2005/08/addressing}To;"
                    + "{Header}{http://www.w3.org/2005/08/addressing}RelatesTo");
            }
            algorithms(suite);

            String own = isService ? "service" : "client", other = isService ? "client" : "service";
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream file = Files.newInputStream(folder.resolve(own + ".p12"))) {
                keys.load(file, "secret".toCharArray());
            }
            set(ConfigurationConstants.USER, keys.aliases().nextElement());
            CertificateFactory certificates = CertificateFactory.getInstance("X.509");
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            try (InputStream file = Files.newInputStream(folder.resolve("Root/ca.pem"))) {
                trusted.setCertificateEntry("ca", certificates.generateCertificate(file));
            }
            try (InputStream file = Files.newInputStream(folder.resolve(other + ".cer"))) {
                keys.setCertificateEntry(other, certificates.generateCertificate(file));
            }
            Merlin crypto = new Merlin();
            crypto.setKeyStore(keys);
            crypto.setTrustStore(trusted);
            set("crypto", crypto);
            for (String use : new String[] {ConfigurationConstants.SIG_PROP_REF_ID, ConfigurationConstants.ENC_PROP_REF_ID,
                                            ConfigurationConstants.DEC_PROP_REF_ID,
                                            ConfigurationConstants.SIG_VER_PROP_REF_ID}) {
                set(use, "crypto");
            }
            set(ConfigurationConstants.PW_CALLBACK_REF, (CallbackHandler) callbacks -> {
                for (Callback callback : callbacks) ((WSPasswordCallback) callback).setPassword("secret");
            });
        }

        private void set(String name, Object value) { properties.put(name, value); }

        private void algorithms(String suite) {
            String xmlenc = "http://www.w3.org/2001/04/xmlenc#", xmlenc11 = "http://www.w3.org/2009/xmlenc11#",
                xmldsig = "http://www.w3.org/2000/09/xmldsig#", more = "http://www.w3.org/2001/04/xmldsig-more#";
            switch (suite) {
                case "basic256":
                    algorithms(xmldsig + "rsa-sha1", xmldsig + "sha1", xmlenc + "aes256-cbc", xmlenc + "rsa-oaep-mgf1p");
                    break;
                case "basic128sha256":
                    algorithms(more + "rsa-sha256", xmlenc + "sha256", xmlenc + "aes128-cbc", xmlenc + "rsa-oaep-mgf1p");
                    break;
                case "basic256sha256":
                    algorithms(more + "rsa-sha256", xmlenc + "sha256", xmlenc + "aes256-cbc", xmlenc + "rsa-oaep-mgf1p");
                    break;
                case "gcm128":
                case "gcm256":
                    algorithms(more + "rsa-sha256", xmlenc + "sha256", xmlenc11 + "aes" + suite.substring(3) + "-gcm",
                               xmlenc11 + "rsa-oaep");
                    set(ConfigurationConstants.ENC_DIGEST_ALGO, xmlenc + "sha256");
                    set(ConfigurationConstants.ENC_MGF_ALGO, xmlenc11 + "mgf1sha256");
                    break;
                case "sha512":
                    algorithms(more + "rsa-sha512", xmlenc + "sha512", xmlenc11 + "aes256-gcm", xmlenc + "rsa-oaep-mgf1p");
                    break;
                case "ecdsa":
                    algorithms(more + "ecdsa-sha256", xmlenc + "sha256", xmlenc11 + "aes256-gcm", xmlenc + "kw-aes256");
                    set(ConfigurationConstants.ENC_KEY_AGREEMENT_METHOD, xmlenc11 + "ECDH-ES");
                    break;
                default: throw new IllegalArgumentException("there is no word " + suite);
            }
        }

        private void algorithms(String signature, String digest, String encryption, String transport) {
            set(ConfigurationConstants.SIG_ALGO, signature);
            set(ConfigurationConstants.SIG_DIGEST_ALGO, digest);
            set(ConfigurationConstants.ENC_SYM_ALGO, encryption);
            set(ConfigurationConstants.ENC_KEY_TRANSPORT, transport);
        }

        /** Messages are protected and have to be, by everything that the case says. */
        void apply(InterceptorProvider endpoint) {
            WSS4JOutInterceptor out = new WSS4JOutInterceptor(properties);
            endpoint.getOutInterceptors().add(out);
            endpoint.getOutFaultInterceptors().add(out);
            Map<String, Object> received = new HashMap<>(properties);
            // It would be compared with the algorithm of the key wrap.
            received.remove(ConfigurationConstants.ENC_KEY_AGREEMENT_METHOD);
            WSS4JInInterceptor in = new WSS4JInInterceptor(received);
            DefaultCryptoCoverageChecker covered = new DefaultCryptoCoverageChecker();
            covered.setSignBody(!words.contains("encrypt"));
            covered.setSignTimestamp(!words.contains("encrypt"));
            covered.setSignAddressingHeaders(!words.contains("encrypt"));
            covered.setEncryptBody(!words.contains("sign"));
            endpoint.getInInterceptors().addAll(Arrays.asList(in, covered));
            endpoint.getInFaultInterceptors().addAll(Arrays.asList(in, covered));
        }
    }

    static boolean wrong;

    static void check(String what, Callable<Boolean> test) {
        boolean right = false;
        try {
            right = test.call();
        } catch (Throwable error) {
            for (Throwable t = error; t != null; t = t.getCause()) System.out.println("  " + t);
        }
        System.out.println((right ? "right " : "WRONG ") + what);
        wrong |= !right;
    }

    static Interop proxy(String name, String url, Path folder) throws Exception {
        JaxWsProxyFactoryBean factory = new JaxWsProxyFactoryBean();
        factory.setServiceClass(Interop.class);
        factory.setAddress(url);
        factory.setBindingId(SoapBindingConstants.SOAP12_BINDING_ID);
        factory.getFeatures().add(new WSAddressingFeature());
        Interop proxy = (Interop) factory.create();
        new Protection(name, folder, false).apply(ClientProxy.getClient(proxy));
        return proxy;
    }

    static void call(String name, String url, Path folder) throws Exception {
        Interop proxy = proxy(name, url, folder);
        check(name + ": Add", () -> proxy.add(-2000000000, 7) == -1999999993);
        String text = "a <&> \"'\t\u00e4\u20ac\ud834\udd1e ]]>";
        check(name + ": Echo", () -> proxy.echo(text).equals(text) && proxy.echo("").isEmpty());
        byte[] bytes = new byte[3001];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (i * 7);
        check(name + ": EchoBytes", () -> Arrays.equals(proxy.echoBytes(bytes), bytes));
        check(name + ": Divide by zero", () -> {
            try {
                proxy.divide(7.5, 0);
                return false;
            } catch (SOAPFaultException fault) {
                Element detail = fault.getFault().getDetail();
                return fault.getMessage().equals("division by zero") && detail.getTextContent().equals("7.5")
                    && fault.getFault().getFaultCodeAsQName().equals(Soap12.getInstance().getSender());
            }
        });
        check(name + ": Notify, one way", () -> {
            int before = proxy.notified();
            proxy.notifyOf(text);
            return proxy.notified() == before + 1;
        });
    }

    /** What one message does that is not as the service demands: nothing. */
    static void refused(String name, Interop good, String url, Path folder) throws Exception {
        Interop bad = proxy(name, url, folder);
        check(name + " is refused", () -> {
            int before = good.notified();
            boolean heard = false;
            try {
                bad.add(1, 2);
            } catch (Exception error) {
                heard = true;
            }
            try {
                bad.notifyOf("");
            } catch (Exception error) {
                System.out.println("  " + error);
            }
            return heard && good.notified() == before;
        });
    }

    public static void main(String[] arguments) throws Exception {
        // What CXF tells of each message that it refuses is in the exceptions, too.
        java.util.logging.LogManager.getLogManager().reset();
        List<String> given = Arrays.asList(arguments);
        switch (given.isEmpty() ? "" : given.get(0)) {
            case "serve": {
                List<Server> servers = new ArrayList<>();
                for (String name : given.subList(3, given.size())) {
                    JaxWsServerFactoryBean factory = new JaxWsServerFactoryBean();
                    factory.setServiceBean(new Service());
                    factory.setAddress("http://localhost:" + given.get(1) + "/" + name);
                    factory.setBindingId(SoapBindingConstants.SOAP12_BINDING_ID);
                    factory.setFeatures(new ArrayList<>(List.of(new WSAddressingFeature())));
                    // What is one way is done when its sender hears that it came.
                    factory.setProperties(new HashMap<>(Map.of(Message.ROBUST_ONEWAY, true)));
                    factory.getOutFaultInterceptors().add(new FaultAction());
                    new Protection(name, Path.of(given.get(2)), true).apply(factory);
                    servers.add(factory.create());
                }
                System.out.println("serving");
                while (System.in.read() >= 0) { }
                servers.forEach(Server::destroy);
                System.exit(0);
                break;
            }
            case "call":
                for (int i = 2; i + 1 < given.size(); i += 2) call(given.get(i), given.get(i + 1), Path.of(given.get(1)));
                System.exit(wrong ? 1 : 0);
                break;
            case "refused": {
                Path folder = Path.of(given.get(1));
                Interop good = proxy(given.get(2), given.get(3), folder);
                for (String name : given.subList(4, given.size())) refused(name, good, given.get(3), folder);
                System.exit(wrong ? 1 : 0);
                break;
            }
            default:
                System.err.println("CxfPeer serve <port> <folder> <case>... | call <folder> (<case> <url>)... | refused <folder> <case> <url> <case>...");
                System.exit(2);
        }
    }
}
