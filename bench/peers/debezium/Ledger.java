import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.storage.Converter;

/** Ledger records as Connect's values: the whole datum is decoded, and what the sink's table has is handed on. */
public final class Ledger implements Converter {
    private static final Schema ROW = SchemaBuilder.struct().name("step")
        .field("suggestion", Schema.STRING_SCHEMA).field("step", Schema.STRING_SCHEMA).field("town", Schema.STRING_SCHEMA).build();

    private String[] steps;
    private ThreadLocal<Records> records;

    @Override
    public void configure(Map<String, ?> said, boolean key) {
        Path folder = Path.of(System.getenv("PEER_FOLDER"));
        try {
            steps = Records.steps(folder);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
        records = ThreadLocal.withInitial(() -> reader(folder));
    }

    private static Records reader(Path folder) {
        try {
            return new Records(folder);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        Records read = records.get();
        read.read(value);
        Struct row = new Struct(ROW).put("suggestion", read.suggestion()).put("step", steps[read.step()]).put("town", read.town());
        return new SchemaAndValue(ROW, row);
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        throw new UnsupportedOperationException("nothing is written");
    }
}
