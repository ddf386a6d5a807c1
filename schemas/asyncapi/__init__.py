"""The contract for machines: topics, messages and payloads as an AsyncAPI 3 document, made from the vocabulary. Pure."""
