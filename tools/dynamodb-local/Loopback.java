import java.lang.reflect.Field;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * Runs DynamoDB Local on a free port of the loopback interface. DynamoDB Local itself has no option for the
 * address and listens on every interface, so the connectors of the Jetty server inside it are changed before
 * it starts. The private field that holds that server is the one of version 3.1.0.
 *
 * <p>Prints "LISTENING port" when it is ready, and ends when its standard input does: the process that started
 * it cannot leave it behind, however that process ends.
 */
public final class Loopback {
    public static void main(String[] args) throws Exception {
        DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(args);
        Field field = DynamoDBProxyServer.class.getDeclaredField("server");
        field.setAccessible(true);
        Server jetty = (Server) field.get(proxy);
        for (Connector connector : jetty.getConnectors()) {
            ((ServerConnector) connector).setHost("127.0.0.1");
            ((ServerConnector) connector).setPort(0);
        }
        proxy.start();
        System.out.println("LISTENING " + ((ServerConnector) jetty.getConnectors()[0]).getLocalPort());
        while (System.in.read() >= 0) {
            // Nothing is ever sent: only the end matters.
        }
        Runtime.getRuntime().halt(0);
    }
}
