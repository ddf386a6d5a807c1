import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** Kafka Streams on the peers' task; what it is told stands in the environment. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        Path folder = Path.of(System.getenv("PEER_FOLDER"));
        Topology topology = new Topology();
        topology.addSource("task", Serdes.ByteArray().deserializer(), Serdes.ByteArray().deserializer(), System.getenv("PEER_TOPIC"));
        topology.addProcessor("roll-ups", () -> new RollUps(folder), "task");
        topology.addStateStore(
            Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(RollUps.TAKEN), Serdes.String(), Serdes.Integer())
                .withCachingEnabled().withLoggingEnabled(Map.of()), "roll-ups");
        topology.addStateStore(
            Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(RollUps.SUMS), Serdes.String(), Serdes.Long())
                .withCachingEnabled().withLoggingEnabled(Map.of()), "roll-ups");
        KafkaStreams streams = new KafkaStreams(topology, settings(folder));
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
    }

    private static Properties settings(Path folder) {
        Map<String, Object> said = new HashMap<>();
        said.put(StreamsConfig.APPLICATION_ID_CONFIG, System.getenv("PEER_GROUP"));
        said.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("PEER_KAFKA"));
        said.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state-" + System.getenv("PEER_GROUP")).toString());
        said.put("security.protocol", "SASL_PLAINTEXT");
        said.put("sasl.mechanism", "SCRAM-SHA-512");
        said.put("sasl.jaas.config", String.format(
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";",
            System.getenv("PEER_KAFKA_USER"), System.getenv("PEER_KAFKA_PASSWORD")));
        said.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        said.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        said.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
        said.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 256L * 1024 * 1024);
        said.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 10000);
        said.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        said.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5000);
        said.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        said.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 100);
        said.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
        said.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        Properties properties = new Properties();
        properties.putAll(said);
        return properties;
    }
}
