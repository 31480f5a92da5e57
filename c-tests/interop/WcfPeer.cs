// The contract of interop.wsdl with Mono's WCF:
//   WcfPeer.exe serve <case> <port>     until its input ends
//   WcfPeer.exe call <case> <url>
//   WcfPeer.exe mex <url>               the metadata by WS-MetadataExchange
// Cases: basic-none, ws-none, http-binary; and those of WcfSecurity.cs, with the folder of certificates behind.
using System;
using System.IO;
using System.Linq;
using System.Runtime.Serialization;
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.ServiceModel.Description;

[DataContract(Name = "DivisionByZero", Namespace = Names.Contract)]
public class DivisionByZero
{
    [DataMember(Name = "dividend")]
    public double Dividend { get; set; }
}

static class Names
{
    public const string Contract = "http://example.org/interop";
}

[ServiceContract(Name = "Interop", Namespace = Names.Contract)]
public interface IInterop
{
    [OperationContract(Action = Names.Contract + "/Add", ReplyAction = Names.Contract + "/AddResponse")]
    [return: MessageParameter(Name = "result")]
    int Add(int a, int b);

    [OperationContract(Action = Names.Contract + "/Divide", ReplyAction = Names.Contract + "/DivideResponse")]
    [FaultContract(typeof(DivisionByZero), Action = Names.Contract + "/DivisionByZero", Name = "DivisionByZero", Namespace = Names.Contract)]
    [return: MessageParameter(Name = "result")]
    double Divide(double a, double b);

    [OperationContract(Action = Names.Contract + "/Echo", ReplyAction = Names.Contract + "/EchoResponse")]
    [return: MessageParameter(Name = "result")]
    string Echo(string text);

    [OperationContract(Action = Names.Contract + "/EchoBytes", ReplyAction = Names.Contract + "/EchoBytesResponse")]
    [return: MessageParameter(Name = "result")]
    byte[] EchoBytes(byte[] data);

    [OperationContract(Action = Names.Contract + "/Notify", IsOneWay = true)]
    void Notify(string text);

    [OperationContract(Action = Names.Contract + "/Notified", ReplyAction = Names.Contract + "/NotifiedResponse")]
    [return: MessageParameter(Name = "result")]
    int Notified();
}

[ServiceBehavior(Namespace = Names.Contract, InstanceContextMode = InstanceContextMode.Single, ConcurrencyMode = ConcurrencyMode.Multiple)]
public class Interop : IInterop
{
    int notified;

    public int Add(int a, int b) { return a + b; }

    public double Divide(double a, double b)
    {
        if (b == 0) {
            throw new FaultException<DivisionByZero>(new DivisionByZero { Dividend = a }, new FaultReason("division by zero"), FaultCode.CreateSenderFaultCode("DivisionByZero", Names.Contract), Names.Contract + "/DivisionByZero");
        }
        return a / b;
    }

    public string Echo(string text) { return text; }
    public byte[] EchoBytes(byte[] data) { return data; }
    public void Notify(string text) { System.Threading.Interlocked.Increment(ref notified); }
    public int Notified() { return notified; }
}

static class WcfPeer
{
    static MessageSecurity security;

    static Binding BindingOf(string name)
    {
        Binding binding;
        switch (name) {
        case "basic-none":
            binding = new BasicHttpBinding();
            break;
        case "ws-none":
            binding = new WSHttpBinding(SecurityMode.None);
            break;
        case "http-binary":
            binding = new CustomBinding(new BinaryMessageEncodingBindingElement(), new HttpTransportBindingElement());
            break;
        default:
            binding = security.Binding();
            break;
        }
        binding.OpenTimeout = binding.CloseTimeout = binding.SendTimeout = binding.ReceiveTimeout = TimeSpan.FromSeconds(20);
        return binding;
    }

    [System.Runtime.InteropServices.DllImport("libc")]
    static extern void _exit(int status);

    static int Serve(string name, int port)
    {
        var host = new ServiceHost(typeof(Interop));
        host.AddServiceEndpoint(typeof(IInterop), BindingOf(name), new Uri("http://localhost:" + port + "/interop"));
        if (security != null) {
            security.Prepare(host);
        }
        host.Open();
        Console.WriteLine("serving on " + port);
        Console.Out.Flush();
        var input = Console.OpenStandardInput();
        var bytes = new byte[16];
        while (input.Read(bytes, 0, bytes.Length) > 0) {
        }
        // Whoever closed the input has had its answers. Mono's runtime would wait for its own threads, for ever.
        _exit(0);
        return 0;
    }

    static bool wrong;

    static void Check(string what, Func<bool> test)
    {
        bool right = false;
        try {
            right = test();
        } catch (Exception e) {
            for (var inner = e; inner != null; inner = inner.InnerException) {
                Console.WriteLine("  " + inner.GetType().FullName + ": " + inner.Message);
            }
        }
        Console.WriteLine((right ? "right " : "WRONG ") + what);
        wrong |= !right;
    }

    static bool Fails<E>(Action action, Func<E, bool> test) where E : Exception
    {
        try {
            action();
        } catch (E e) {
            return test(e);
        }
        Console.WriteLine("  there was no " + typeof(E).Name);
        return false;
    }

    // Mono looks for security in the empty answer to a protected message, of its own services too. Whether the message came
    // is asked for afterwards.
    static bool Notify(IInterop service)
    {
        try {
            service.Notify("x");
        } catch (InvalidOperationException e) {
            return security != null && e.Message.Contains("a WS-Security header is required");
        }
        return true;
    }

    static int Call(string name, string url)
    {
        var binding = BindingOf(name);
        var factory = security == null ? new ChannelFactory<IInterop>(binding, new EndpointAddress(url)) : security.Prepare<IInterop>(binding, url);
        var service = factory.CreateChannel();
        var text = "a <&> \"'\t\u00e4\u20ac\U0001d11e ]]>";
        var bytes = Enumerable.Range(0, 3001).Select(i => (byte)(i * 7)).ToArray();
        Check("Add", () => service.Add(-2000000000, 7) == -1999999993);
        Check("Divide", () => service.Divide(1, 3) == 1.0 / 3);
        Check("Divide by a number that is none", () => double.IsNaN(service.Divide(double.NaN, 3)));
        Check("Divide infinity", () => double.IsNegativeInfinity(service.Divide(double.NegativeInfinity, 3)));
        Check("Divide by zero: a fault with its reason", () => Fails<FaultException>(() => service.Divide(7.5, 0), e => e.Message.Contains("division by zero")));
        Check("Divide by zero: the detail of the fault", () => Fails<FaultException<DivisionByZero>>(() => service.Divide(7.5, 0), e => e.Detail.Dividend == 7.5));
        Check("Echo", () => service.Echo(text) == text);
        Check("Echo of nothing", () => service.Echo("") == "");
        Check("EchoBytes", () => service.EchoBytes(bytes).SequenceEqual(bytes));
        Check("EchoBytes of nothing", () => service.EchoBytes(new byte[0]).Length == 0);
        int before = 0;
        Check("Notified", () => { before = service.Notified(); return true; });
        Check("Notify, one way", () => Notify(service));
        Check("Notified again", () => service.Notified() == before + 1);
        var more = security == null ? 200 : 20;
        Check(more + " calls", () => Enumerable.Range(0, more).All(i => service.Add(i, 1) == i + 1));
        ((IClientChannel)service).Abort();
        factory.Abort();
        return wrong ? 1 : 0;
    }

    static int Metadata(string url)
    {
        var sections = new MetadataExchangeClient(new Uri(url), MetadataExchangeClientMode.MetadataExchange).GetMetadata().MetadataSections;
        foreach (var section in sections) {
            Console.WriteLine(section.Dialect + " " + section.Identifier + " " + section.Metadata.GetType());
        }
        var types = sections.Select(section => section.Metadata).OfType<System.Web.Services.Description.ServiceDescription>()
            .SelectMany(description => description.PortTypes.Cast<System.Web.Services.Description.PortType>());
        Check("the portType of the contract", () => types.Any(type => type.Name == "Interop" && type.Operations.Count == 6));
        return wrong ? 1 : 0;
    }

    static int Main(string[] arguments)
    {
        try {
            var option = arguments.Length > 3 ? arguments[3] : "";
            System.Net.ServicePointManager.Expect100Continue = option == "expect";
            if (Directory.Exists(option)) {
                security = new MessageSecurity(arguments[1], option);
            }
            if (arguments[0] == "serve") {
                return Serve(arguments[1], int.Parse(arguments[2]));
            }
            if (arguments[0] == "mex") {
                return Metadata(arguments[1]);
            }
            return Call(arguments[1], arguments[2]);
        } catch (Exception e) {
            Console.WriteLine(e);
            return 2;
        }
    }
}
