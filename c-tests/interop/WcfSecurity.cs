// Message security of WcfPeer with certificates. A case is ws-cert, ws2007-cert, ws-anon, ws-user or asymmetric, with
// options behind a +: sbe for signatures in the clear, binary or mtom for the encoding, or the name of an algorithm suite
// in lower case.
// The folder has service.p12 and client.p12 (password "secret"), service.cer and client.cer.
using System;
using System.IdentityModel.Selectors;
using System.IdentityModel.Tokens;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.ServiceModel.Description;
using System.ServiceModel.Security;
using System.ServiceModel.Security.Tokens;
using System.Text;

class Password : UserNamePasswordValidator
{
    public override void Validate(string name, string password)
    {
        if (name != "alice" || password != "wonderland") {
            throw new SecurityTokenValidationException("wrong name or password");
        }
    }
}

// Only the certificate that is expected is good.
class Expected : X509CertificateValidator
{
    readonly X509Certificate2 certificate;

    public Expected(X509Certificate2 certificate) { this.certificate = certificate; }

    public override void Validate(X509Certificate2 given)
    {
        if (!given.RawData.SequenceEqual(certificate.RawData)) {
            throw new SecurityTokenValidationException("a certificate that was not expected: " + given.Subject);
        }
    }
}

class MessageSecurity
{
    readonly string name, folder;

    public MessageSecurity(string name, string folder)
    {
        this.name = name;
        this.folder = folder;
    }

    X509Certificate2 Own(string who) { return new X509Certificate2(Path.Combine(folder, who + ".p12"), "secret"); }
    X509Certificate2 Known(string who) { return new X509Certificate2(Path.Combine(folder, who + ".cer")); }

    static T Property<T>(string name) where T : class
    {
        var property = typeof(T).GetProperty(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.IgnoreCase);
        return property == null ? null : (T)property.GetValue(null, null);
    }

    static Binding OverHttp(MessageCredentialType credential, WSHttpBinding binding)
    {
        binding.Security.Mode = SecurityMode.Message;
        binding.Security.Message.ClientCredentialType = credential;
        binding.Security.Message.NegotiateServiceCredential = false;
        binding.Security.Message.EstablishSecurityContext = false;
        return binding;
    }

    // WS-Security 1.0, a certificate on each side.
    static Binding Asymmetric()
    {
        var security = new AsymmetricSecurityBindingElement(
            new X509SecurityTokenParameters(X509KeyIdentifierClauseType.Any, SecurityTokenInclusionMode.Never) { RequireDerivedKeys = false },
            new X509SecurityTokenParameters(X509KeyIdentifierClauseType.Any, SecurityTokenInclusionMode.AlwaysToRecipient) { RequireDerivedKeys = false });
        security.MessageSecurityVersion = MessageSecurityVersion.WSSecurity10WSTrustFebruary2005WSSecureConversationFebruary2005WSSecurityPolicy11BasicSecurityProfile10;
        security.DefaultAlgorithmSuite = SecurityAlgorithmSuite.Basic256;
        return new CustomBinding(security, new TextMessageEncodingBindingElement(MessageVersion.Soap12WSAddressing10, System.Text.Encoding.UTF8), new HttpTransportBindingElement());
    }

    public Binding Binding()
    {
        var words = name.Split('+');
        Binding binding;
        switch (words[0]) {
        case "ws-cert":
            binding = OverHttp(MessageCredentialType.Certificate, new WSHttpBinding());
            break;
        case "ws2007-cert":
            binding = OverHttp(MessageCredentialType.Certificate, new WS2007HttpBinding());
            break;
        case "ws-anon":
            binding = OverHttp(MessageCredentialType.None, new WSHttpBinding());
            break;
        case "ws-user":
            binding = OverHttp(MessageCredentialType.UserName, new WSHttpBinding());
            break;
        case "asymmetric":
            binding = Asymmetric();
            break;
        default:
            throw new ArgumentException("there is no case " + name);
        }
        if (words.Length == 1) {
            return binding;
        }
        var custom = new CustomBinding(binding);
        foreach (var word in words.Skip(1)) {
            if (word == "binary" || word == "mtom") {
                Encoding(custom.Elements, word == "binary"
                    ? (MessageEncodingBindingElement)new BinaryMessageEncodingBindingElement()
                    : new MtomMessageEncodingBindingElement(MessageVersion.Soap12WSAddressing10, System.Text.Encoding.UTF8));
                continue;
            }
            Option(custom.Elements.Find<SecurityBindingElement>(), word);
        }
        return custom;
    }

    static void Encoding(BindingElementCollection elements, MessageEncodingBindingElement encoding)
    {
        var at = elements.IndexOf(elements.Find<MessageEncodingBindingElement>());
        elements[at] = encoding;
    }

    static void Option(SecurityBindingElement security, string word)
    {
        if (word == "sbe") {
            var order = MessageProtectionOrder.SignBeforeEncrypt;
            if (security is SymmetricSecurityBindingElement) {
                ((SymmetricSecurityBindingElement)security).MessageProtectionOrder = order;
            } else {
                ((AsymmetricSecurityBindingElement)security).MessageProtectionOrder = order;
            }
            return;
        }
        var suite = Property<SecurityAlgorithmSuite>(word);
        if (suite == null) {
            throw new ArgumentException("there is no option " + word);
        }
        security.DefaultAlgorithmSuite = suite;
    }

    public void Prepare(ServiceHost host)
    {
        var credentials = new ServiceCredentials();
        credentials.ServiceCertificate.Certificate = Own("service");
        var clients = credentials.ClientCertificate.Authentication;
        clients.CertificateValidationMode = X509CertificateValidationMode.Custom;
        clients.CustomCertificateValidator = new Expected(Known("client"));
        clients.RevocationMode = X509RevocationMode.NoCheck;
        credentials.UserNameAuthentication.UserNamePasswordValidationMode = UserNamePasswordValidationMode.Custom;
        credentials.UserNameAuthentication.CustomUserNamePasswordValidator = new Password();
        host.Description.Behaviors.Remove<ServiceCredentials>();
        host.Description.Behaviors.Add(credentials);
    }

    public ChannelFactory<T> Prepare<T>(Binding binding, string url)
    {
        var identity = new X509CertificateEndpointIdentity(Known("service"));
        var factory = new ChannelFactory<T>(binding, new EndpointAddress(new Uri(url), identity));
        var credentials = factory.Endpoint.Behaviors.Find<ClientCredentials>();
        credentials.ClientCertificate.Certificate = Own("client");
        credentials.ServiceCertificate.DefaultCertificate = Known("service");
        credentials.ServiceCertificate.Authentication.CertificateValidationMode = X509CertificateValidationMode.Custom;
        credentials.ServiceCertificate.Authentication.CustomCertificateValidator = new Expected(Known("service"));
        credentials.UserName.UserName = "alice";
        credentials.UserName.Password = "wonderland";
        return factory;
    }
}
