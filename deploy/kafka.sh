#!/usr/bin/env bash
# Starts one broker of the production cluster: writes its configuration, formats its log once (the administrator's SCRAM secret inside), runs.
# NODE: number of this broker. QUORUM: node@host:port of every controller. REPLICAS: copies of each partition. SOURCES: host:port under which
# native sources reach this broker (TLS). Secrets are files: the administrator's password, the broker's key and certificate (PEM).
set -euo pipefail
umask 077

: "${NODE:?}" "${QUORUM:?}" "${CLUSTER:?}" "${SOURCES:?}"
: "${REPLICAS:=1}" "${HOST:=kafka-$NODE}" "${LOG:=/var/lib/kafka/data}" "${HOME_OF_KAFKA:=/opt/kafka}" "${SECRETS:=/run/secrets}"
: "${INTERNAL_PORT:=9092}" "${CONTROLLER_PORT:=9093}" "${SOURCES_PORT:=9094}" "${BIND:=0.0.0.0}"
password=$(<"$SECRETS/kafka-hub-admin")
case "$password" in
    *[\"\\,\]]* | "") echo "kafka-hub-admin: empty, or holds one of \" \\ , ]" >&2; exit 2 ;;
esac
scram="org.apache.kafka.common.security.scram.ScramLoginModule required username=\"hub-admin\" password=\"$password\";"
plain="org.apache.kafka.common.security.plain.PlainLoginModule required username=\"hub-admin\" password=\"$password\" user_hub-admin=\"$password\";"
copies=$((REPLICAS > 1 ? REPLICAS - 1 : 1))
config="${CONFIG:-/tmp/server.properties}"

cat > "$config" <<END
process.roles=broker,controller
node.id=$NODE
controller.quorum.voters=$QUORUM
listeners=INTERNAL://$BIND:$INTERNAL_PORT,CONTROLLER://$BIND:$CONTROLLER_PORT,SOURCES://$BIND:$SOURCES_PORT
advertised.listeners=INTERNAL://$HOST:$INTERNAL_PORT,SOURCES://$SOURCES
listener.security.protocol.map=INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT,SOURCES:SASL_SSL
inter.broker.listener.name=INTERNAL
controller.listener.names=CONTROLLER
sasl.enabled.mechanisms=SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
sasl.mechanism.controller.protocol=PLAIN
listener.name.internal.scram-sha-512.sasl.jaas.config=$scram
listener.name.sources.scram-sha-512.sasl.jaas.config=$scram
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config=$plain
ssl.keystore.type=PEM
ssl.keystore.location=$SECRETS/kafka-tls
ssl.enabled.protocols=TLSv1.3,TLSv1.2
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:hub-admin
log.dirs=$LOG
auto.create.topics.enable=false
default.replication.factor=$REPLICAS
min.insync.replicas=$copies
offsets.topic.replication.factor=$REPLICAS
offsets.topic.num.partitions=12
transaction.state.log.replication.factor=$REPLICAS
transaction.state.log.min.isr=$copies
share.coordinator.state.topic.replication.factor=$REPLICAS
share.coordinator.state.topic.min.isr=$copies
unclean.leader.election.enable=false
log.retention.ms=-1
log.retention.bytes=-1
message.max.bytes=1048588
END

if [ ! -f "$LOG/meta.properties" ]; then
    "$HOME_OF_KAFKA/bin/kafka-storage.sh" format -t "$CLUSTER" -c "$config" --add-scram "SCRAM-SHA-512=[name=hub-admin,password=$password]"
fi
exec "$HOME_OF_KAFKA/bin/kafka-server-start.sh" "$config"
