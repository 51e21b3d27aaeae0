package io.prefscore;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before an S3 server on 127.0.0.1, keeps a list of the requests, and spoils a share of them: answers 500 or 503 in the
 * server's place, breaks the connection before the request or after it was carried out, or cuts an object's content in half.
 * Which ones is drawn by a seed, as far as the order of requests is the same. One request a connection.
 */
public final class FaultyRelay implements AutoCloseable {

    /** What can happen to a request. */
    public enum Fault {
        INTERNAL_ERROR,
        SLOW_DOWN,
        /** The server never sees the request. */
        RESET,
        /** The server has carried it out, and nobody hears of it. */
        LOST_ANSWER,
        CUT_BODY
    }

    /**
     * How much is spoiled.
     *
     * @param share of the requests, from 0 to 1
     * @param seed which ones, and how
     */
    public record Faults(double share, long seed) {

        public static final Faults NONE = new Faults(0, 0);
    }

    /**
     * A request as it came.
     *
     * @param method GET, PUT, …
     * @param target path and query
     * @param headers by their names in small letters
     */
    public record Request(String method, String target, Map<String, String> headers) {

        /**
         * Whether its answer is an object's content. Only such are cut: S3's client reads on where an object broke off, and
         * gives up where a listing did.
         */
        boolean readsAnObject() {
            return method.equals("GET") && !target.contains("?");
        }

        /** Whether it copies an object inside the server, as a rename does. */
        public boolean isCopy() {
            return headers.containsKey("x-amz-copy-source");
        }
    }

    private static final int BUFFER_BYTES = 1 << 16;
    private static final List<Fault> ALWAYS_POSSIBLE =
            List.of(Fault.INTERNAL_ERROR, Fault.SLOW_DOWN, Fault.RESET, Fault.LOST_ANSWER);

    private final ServerSocket listening;
    private final int serverPort;
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Map<Fault, AtomicLong> spoiled = new ConcurrentHashMap<>();
    private final AtomicLong bodyBytes = new AtomicLong();
    private Random random;
    private double share;
    private long rangesUntilHold = Long.MAX_VALUE;
    private long waiting;

    FaultyRelay(int serverPort, Faults faults) throws IOException {
        this.serverPort = serverPort;
        this.listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.random = new Random(faults.seed());
        this.share = faults.share();
        daemon(this::listen, "faulty-relay");
    }

    int port() {
        return listening.getLocalPort();
    }

    /** From now on. */
    public synchronized void spoil(Faults faults) {
        random = new Random(faults.seed());
        share = faults.share();
    }

    /** Lets so many requests for a range of an object through, and keeps those after them waiting until {@link #letGo}. */
    public synchronized void holdAfterRanges(long ranges) {
        rangesUntilHold = ranges;
    }

    /** How many requests wait. */
    public synchronized long waiting() {
        return waiting;
    }

    /** Holds nothing any more. */
    public synchronized void letGo() {
        rangesUntilHold = Long.MAX_VALUE;
        notifyAll();
    }

    private synchronized void waitIfHeld(Request request) {
        if (!request.headers().containsKey("range")) {
            return;
        }
        rangesUntilHold--;
        waiting++;
        while (rangesUntilHold < 0) {
            try {
                wait();
            } catch (InterruptedException never) {
                throw new IllegalStateException(never);
            }
        }
        waiting--;
    }

    /** The requests since the last {@link #forget}, spoiled ones too. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many of each kind were spoiled so far. */
    public Map<Fault, Long> spoiled() {
        Map<Fault, Long> counts = new TreeMap<>();
        spoiled.forEach((fault, count) -> counts.put(fault, count.get()));
        return counts;
    }

    /** Bytes of the answers' bodies since the last {@link #forget}, as far as clients were sent them. */
    public long bodyBytes() {
        return bodyBytes.get();
    }

    /** Begins a new list of requests. */
    public void forget() {
        requests.clear();
        bodyBytes.set(0);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                daemon(() -> serve(client), "faulty-relay-request");
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            Head head = Head.read(client.getInputStream());
            Request request = head.request();
            requests.add(request);
            waitIfHeld(request);
            Fault fault = draw(request);
            if (fault == null) {
                forward(client, head, Long.MAX_VALUE);
                return;
            }
            spoiled.computeIfAbsent(fault, kind -> new AtomicLong()).incrementAndGet();
            switch (fault) {
                case INTERNAL_ERROR -> refuse(client, head, "500 Internal Server Error", "InternalError");
                case SLOW_DOWN -> refuse(client, head, "503 Slow Down", "SlowDown");
                case RESET -> reset(client);
                case LOST_ANSWER -> {
                    forward(client, head, 0);
                    reset(client);
                }
                case CUT_BODY -> forward(client, head, -1);
            }
        } catch (IOException gone) {
            // the client or the server hung up, which their own ends have to deal with
        }
    }

    private synchronized Fault draw(Request request) {
        if (random.nextDouble() >= share) {
            return null;
        }
        // half of what can be cut is, since little can
        if (request.readsAnObject() && random.nextBoolean()) {
            return Fault.CUT_BODY;
        }
        return ALWAYS_POSSIBLE.get(random.nextInt(ALWAYS_POSSIBLE.size()));
    }

    /** The next {@code close} sends a reset. */
    private static void reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
    }

    private static void refuse(Socket client, Head head, String status, String code) throws IOException {
        if (!head.headers().containsKey("expect")) {
            client.getInputStream().skipNBytes(head.bodyBytes());
        }
        byte[] body = ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>by the relay</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        boolean bodiless = head.request().method().equals("HEAD");
        OutputStream out = client.getOutputStream();
        out.write(("HTTP/1.1 " + status + "\r\nContent-Type: application/xml\r\nContent-Length: "
                        + (bodiless ? 0 : body.length) + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        if (!bodiless) {
            out.write(body);
        }
        out.flush();
        client.shutdownOutput();
    }

    /** @param most bytes of the answer to pass on; below 0: its head and half of its body */
    private void forward(Socket client, Head head, long most) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            server.setTcpNoDelay(true);
            server.getOutputStream().write(head.closing());
            daemon(() -> pump(client, server, head.bodyBytes()), "faulty-relay-body");
            if (most == 0) {
                server.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
            Head answer = Head.read(server.getInputStream());
            while (answer.startLine().startsWith("HTTP/1.1 100")) {
                client.getOutputStream().write(answer.bytes());
                answer = Head.read(server.getInputStream());
            }
            client.getOutputStream().write(answer.bytes());
            long passed = most < 0 ? answer.bodyBytes() / 2 : Long.MAX_VALUE;
            bodyBytes.addAndGet(copy(server.getInputStream(), client.getOutputStream(), passed));
            if (most < 0 && answer.bodyBytes() == 0) {
                // its end is told by the end of the connection alone, so only a broken one shows that something is
                // missing
                reset(client);
                return;
            }
            client.shutdownOutput();
        }
    }

    private static void pump(Socket client, Socket server, long bytes) {
        try {
            copy(client.getInputStream(), server.getOutputStream(), bytes);
        } catch (IOException gone) {
            // the other direction ends with it
        }
    }

    private static long copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long copied = 0;
        while (copied < most) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, most - copied));
            if (read < 0) {
                break;
            }
            out.write(buffer, 0, read);
            out.flush();
            copied += read;
        }
        return copied;
    }

    /** Start line and headers of a request or an answer. */
    private record Head(String startLine, Map<String, String> headers, byte[] bytes) {

        static Head read(InputStream in) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int ends = 0;
            while (ends < 4) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException("ended within its head");
                }
                bytes.write(next);
                ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
            }
            String[] lines = bytes.toString(StandardCharsets.ISO_8859_1).split("\r\n");
            Map<String, String> headers = new TreeMap<>();
            for (String line : List.of(lines).subList(1, lines.length)) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return new Head(lines[0], headers, bytes.toByteArray());
        }

        Request request() {
            String[] words = startLine.split(" ");
            return new Request(words[0], words[1], headers);
        }

        long bodyBytes() {
            return Long.parseLong(headers.getOrDefault("content-length", "0"));
        }

        /** The same head, asking the server to close the connection when it has answered. */
        byte[] closing() {
            StringBuilder text = new StringBuilder(startLine).append("\r\nconnection: close\r\n");
            headers.forEach((name, value) -> {
                if (!name.equals("connection")) {
                    text.append(name).append(": ").append(value).append("\r\n");
                }
            });
            return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
