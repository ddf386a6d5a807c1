import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What each suggestion did so far, and of each region and step how many did it, in two stores with change logs; the sums that changed are upserted
 * as they stand, a batch a statement, so that doing it again changes nothing. Each partition has rows of its own.
 */
final class RollUps implements Processor<byte[], byte[], Void, Void> {
    static final String TAKEN = "taken";
    static final String SUMS = "sums";
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final String UPSERT =
        "INSERT INTO rollup (region, step, slot, n) VALUES (?, ?, ?, ?) ON CONFLICT (region, step, slot) DO UPDATE SET n = excluded.n";

    private final Path folder;
    private final Map<String, String[]> above = new HashMap<>();
    private final Map<String, Long> changed = new LinkedHashMap<>();
    private String[] steps;
    private Records records;
    private KeyValueStore<String, Integer> taken;
    private KeyValueStore<String, Long> sums;
    private Connection connection;
    private int slot;

    RollUps(Path folder) {
        this.folder = folder;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        try {
            records = new Records(folder);
            steps = Records.steps(folder);
            for (String line : Files.readAllLines(folder.resolve("above.csv"))) {
                String[] codes = line.trim().split(",");
                above.put(codes[0], Arrays.copyOfRange(codes, 1, codes.length));
            }
            String address = System.getenv("PEER_JDBC") + "?reWriteBatchedInserts=true";
            connection = DriverManager.getConnection(address, System.getenv("PEER_USER"), System.getenv("PEER_PASSWORD"));
            connection.setAutoCommit(false);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
        taken = context.getStateStore(TAKEN);
        sums = context.getStateStore(SUMS);
        slot = context.taskId().partition();
        // What was restored may not have been upserted before a crash.
        try (KeyValueIterator<String, Long> restored = sums.all()) {
            restored.forEachRemaining(one -> changed.put(one.key, one.value));
        }
        context.schedule(EVERY, PunctuationType.WALL_CLOCK_TIME, now -> flush());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        records.read(record.value());
        String suggestion = records.suggestion();
        Integer before = taken.get(suggestion);
        int marks = before == null ? 0 : before;
        int mark = 1 << records.step();
        if ((marks & mark) != 0) {
            return;
        }
        taken.put(suggestion, marks | mark);
        String step = steps[records.step()];
        for (String region : above.get(records.town())) {
            String key = region + " " + step;
            Long known = sums.get(key);
            long now = known == null ? 1 : known + 1;
            sums.put(key, now);
            changed.put(key, now);
        }
    }

    private void flush() {
        if (changed.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (Map.Entry<String, Long> one : changed.entrySet()) {
                String[] words = one.getKey().split(" ");
                upsert.setString(1, words[0]);
                upsert.setString(2, words[1]);
                upsert.setInt(3, slot);
                upsert.setLong(4, one.getValue());
                upsert.addBatch();
            }
            upsert.executeBatch();
            connection.commit();
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
        changed.clear();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
