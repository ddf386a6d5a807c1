import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Ledger records: 0x00, the schema's id in four bytes, one Avro datum. Reuses decoder and record; for one thread. */
final class Records {
    private static final int HEADER = 5;

    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
    private final Map<Integer, Integer> places = new HashMap<>();
    private BinaryDecoder decoder;
    private GenericRecord datum;
    private int step;

    Records(Path folder) throws IOException {
        for (String line : Files.readAllLines(folder.resolve("steps.csv"))) {
            int id = Integer.parseInt(line.trim().split(",")[0]);
            places.put(id, places.size());
            readers.put(id, new GenericDatumReader<>(new Schema.Parser().parse(folder.resolve(id + ".avsc").toFile())));
        }
    }

    static String[] steps(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("steps.csv")).stream().map(line -> line.trim().split(",")[1]).toArray(String[]::new);
    }

    void read(byte[] value) {
        int id = ByteBuffer.wrap(value).getInt(1);
        decoder = DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, decoder);
        try {
            datum = readers.get(id).read(null, decoder);
        } catch (IOException wrong) {
            throw new IllegalArgumentException("schema " + id, wrong);
        }
        step = places.get(id);
    }

    String suggestion() {
        return datum.get("subject").toString();
    }

    int step() {
        return step;
    }

    String town() {
        return ((GenericRecord) datum.get("data")).get("origin").toString();
    }
}
