package io.prefscore;

import io.prefscore.FaultyRelay.Faults;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * A real S3 server on 127.0.0.1 with one empty bucket and keys that nobody knows, behind a relay that can disturb it. It keeps
 * everything in a folder.
 *
 * <p>It is S3Proxy, in a class loader of its own, since it wants another AWS SDK than s3a does. Maven writes down where its jars
 * are.
 */
public final class S3Server implements AutoCloseable {

    /** Beside the folder of the tests' classes. */
    private static final String CLASS_PATH = "s3-server.classpath";

    /** Its default is to tell everything. */
    private static final String LOGGING = """
            <configuration>
              <root level="OFF"/>
            </configuration>
            """;

    /** Another one each time, since Hadoop keeps a client for each bucket that it has seen. */
    private final String bucket = "lake-" + random(4);

    private final String accessKey = "key" + random(8);
    private final String secretKey = random(20);
    private final URLClassLoader loader;
    private final Object server;
    private final FaultyRelay relay;

    private S3Server(Path folder, Faults faults) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve(bucket));
        Files.writeString(folder.resolve("logback.xml"), LOGGING);
        this.loader = new URLClassLoader(classPath(folder), ClassLoader.getPlatformClassLoader());
        this.server = start(data);
        int port = (int) server.getClass().getMethod("getPort").invoke(server);
        this.relay = new FaultyRelay(port, faults);
    }

    /** Starts a server that keeps its objects below a folder. */
    public static S3Server start(Path folder, Faults faults) {
        try {
            return new S3Server(folder, faults);
        } catch (Exception failure) {
            throw new IllegalStateException("no S3 server", failure);
        }
    }

    private static URL[] classPath(Path folder) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(folder.toUri().toURL());
        URI classes = URI.create(S3Server.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        for (String jar : Files.readAllLines(Path.of(classes).resolveSibling(CLASS_PATH))) {
            urls.add(Path.of(jar).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private Object start(Path data) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Class<?> blobStore = loader.loadClass("org.gaul.s3proxy.blobstore.BlobStore");
            Class<?> authentication = loader.loadClass("org.gaul.s3proxy.auth.AuthenticationType");
            Object store = loader.loadClass("org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore")
                    .getConstructor(String.class)
                    .newInstance(data.toString());
            Object signed = Arrays.stream(authentication.getEnumConstants())
                    .filter(type -> type.toString().equals("AWS_V4"))
                    .findFirst()
                    .orElseThrow();
            Object builder = loader.loadClass("org.gaul.s3proxy.S3Proxy")
                    .getMethod("builder")
                    .invoke(null);
            Class<?> type = builder.getClass();
            type.getMethod("blobStore", blobStore).invoke(builder, store);
            type.getMethod("endpoint", URI.class).invoke(builder, URI.create("http://127.0.0.1:0"));
            type.getMethod("awsAuthentication", authentication, String.class, String.class)
                    .invoke(builder, signed, accessKey, secretKey);
            type.getMethod("ignoreUnknownHeaders", boolean.class).invoke(builder, true);
            Object built = type.getMethod("build").invoke(builder);
            built.getClass().getMethod("start").invoke(built);
            return built;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** What every request goes through. */
    public FaultyRelay relay() {
        return relay;
    }

    public String secretKey() {
        return secretKey;
    }

    /** {@code http://127.0.0.1:port}. */
    public String endpoint() {
        return "http://127.0.0.1:" + relay.port();
    }

    /** {@code s3a://BUCKET/name}. */
    public String path(String name) {
        return "s3a://" + bucket + "/" + name;
    }

    /** Puts a file, or all files of a folder, where {@link #path} of the name says. */
    public void upload(Path local, String name) throws IOException {
        org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(path(name));
        try (FileSystem fileSystem = FileSystem.newInstance(target.toUri(), hadoop())) {
            fileSystem.copyFromLocalFile(new org.apache.hadoop.fs.Path(local.toUri()), target);
        }
    }

    /** What a user of this server sets, without the prefix {@code spark.hadoop.} that Spark wants before each. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("fs.s3a.endpoint", endpoint());
        settings.put("fs.s3a.endpoint.region", "us-east-1");
        settings.put("fs.s3a.access.key", accessKey);
        settings.put("fs.s3a.secret.key", secretKey);
        settings.put("fs.s3a.path.style.access", "true");
        // patience for tests: what is broken for good shall be told soon, and the next try shall come soon
        settings.put("fs.s3a.attempts.maximum", "3");
        settings.put("fs.s3a.retry.limit", "4");
        settings.put("fs.s3a.retry.interval", "20ms");
        settings.put("fs.s3a.retry.throttle.limit", "8");
        settings.put("fs.s3a.retry.throttle.interval", "20ms");
        settings.put("fs.s3a.connection.timeout", "20000");
        return settings;
    }

    /** A configuration with {@link #settings}. */
    public Configuration hadoop() {
        Configuration hadoop = new Configuration();
        settings().forEach(hadoop::set);
        return hadoop;
    }

    @Override
    public void close() throws IOException {
        relay.close();
        try {
            server.getClass().getMethod("stop").invoke(server);
        } catch (ReflectiveOperationException failure) {
            throw new IOException(failure);
        }
        loader.close();
    }
}
