"""Reasons that lie in the record itself: its bytes, its text, its fields."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

FORM: Final[Mapping[str, Reason]] = {
    "BODY_UNREADABLE": Reason(
        "内容不是可读的 JSON",
        "the body is not readable JSON",
        "按所示位置改正后整批重发",
        "correct it at the place shown and send the whole body again",
    ),
    "BODY_TOO_LARGE": Reason(
        "一次发送的内容太大",
        "the body is too large",
        "分成几次发送",
        "send it in several parts",
    ),
    "TOO_MANY_EVENTS": Reason(
        "一次发送的事件太多",
        "too many events in one body",
        "分成几次发送",
        "send them in several parts",
    ),
    "RECORD_TOO_LARGE": Reason(
        "记录太大",
        "the record is too large",
        "缩短内容；附件只写引用和摘要",
        "shorten it; give attachments by reference and digest",
    ),
    "JSON_TOO_DEEP": Reason(
        "JSON 嵌套太深",
        "the JSON is nested too deeply",
        "减少嵌套",
        "nest less deeply",
    ),
    "JSON_DUPLICATE_MEMBER": Reason(
        "JSON 对象中有重名成员",
        "a JSON object has two members of one name",
        "每个名称只留一个",
        "keep one of each name",
    ),
    "JSON_NUMBER": Reason(
        "JSON 中有不合规的数",
        "a number is not allowed in JSON here",
        "写成有限的整数；长编号写成字符串",
        "write a finite integer; write long identifiers as strings",
    ),
    "TEXT_NOT_UTF8": Reason(
        "文字不是严格的 UTF-8",
        "the text is not strict UTF-8",
        "以 UTF-8 编码重发，不要用 GBK",
        "send it again encoded as UTF-8, not GBK",
    ),
    "TEXT_REPLACEMENT_CHARACTER": Reason(
        "文字中有替换字符 U+FFFD，说明转码时已经损坏",
        "the text holds the replacement character U+FFFD: it was damaged while being converted",
        "从原件取正确的文字重发",
        "send it again with the text of the original",
    ),
    "TEXT_CONTROL_CHARACTER": Reason(
        "文字中有不允许的控制字符或者空白",
        "the text holds a control character or a blank that is not allowed",
        "去掉该字符",
        "remove the character",
    ),
    "TEXT_TOO_LONG": Reason(
        "文字太长",
        "the text is too long",
        "缩短",
        "shorten it",
    ),
    "NOT_FRAMED": Reason(
        "记录既不是带模式编号的 Avro，也不是 CloudEvents JSON",
        "the record is neither framed Avro nor CloudEvents JSON",
        "按 docs/publishing.md 的格式发送",
        "send it in a form of docs/publishing.md",
    ),
    "SCHEMA_UNKNOWN": Reason(
        "模式编号不认识",
        "the schema id is unknown",
        "用 /schemas 公布的编号",
        "use an id that /schemas publishes",
    ),
    "AVRO_DAMAGED": Reason(
        "Avro 数据损坏或者被截断",
        "the Avro datum is damaged or truncated",
        "检查编码器后重发",
        "check the encoder and send it again",
    ),
    "AVRO_TRAILING": Reason(
        "Avro 数据之后有多余的字节",
        "bytes follow the Avro datum",
        "检查编码器后重发",
        "check the encoder and send it again",
    ),
    "AVRO_BOMB": Reason(
        "Avro 数据声称的项数或者长度超过限度",
        "the Avro datum claims more items or bytes than allowed",
        "检查编码器后重发",
        "check the encoder and send it again",
    ),
    "SPECVERSION": Reason(
        "不是 CloudEvents 1.0",
        "this is not CloudEvents 1.0",
        "specversion 写 1.0",
        "write 1.0 as specversion",
    ),
    "TYPE_UNKNOWN": Reason(
        "事件类型不认识",
        "the event type is unknown",
        "用词汇表中的类型",
        "use a type of the vocabulary",
    ),
    "TYPE_VERSION_UNKNOWN": Reason(
        "事件类型的这个版本不认识",
        "this version of the event type is unknown",
        "用词汇表中的版本",
        "use a version of the vocabulary",
    ),
    "FIELD_MISSING": Reason(
        "缺少必填的字段",
        "a required field is missing",
        "补上该字段",
        "add the field",
    ),
    "FIELD_UNKNOWN": Reason(
        "有不认识的字段",
        "a field is unknown",
        "去掉该字段，或者更正名称",
        "remove the field or correct its name",
    ),
    "FIELD_TYPE": Reason(
        "字段的类型不对",
        "the field has the wrong type",
        "按词汇表改正",
        "correct it as the vocabulary says",
    ),
    "FIELD_RANGE": Reason(
        "字段的值超出范围",
        "the value is out of range",
        "按词汇表改正",
        "correct it as the vocabulary says",
    ),
    "FIELD_VALUE": Reason(
        "字段的值不在允许之列",
        "the value is not one of those allowed",
        "用词汇表列出的值",
        "use a value that the vocabulary lists",
    ),
    "FIELD_FORMAT": Reason(
        "字段的写法不对",
        "the value is not written as it should be",
        "按所示写法改正",
        "write it as shown",
    ),
    "FIELD_EMPTY": Reason(
        "必填的字段是空的",
        "a required field is empty",
        "填上该字段",
        "fill the field in",
    ),
    "TOO_MANY_ITEMS": Reason(
        "列表的项数太多",
        "a list has too many items",
        "分成几个事件",
        "divide it into several events",
    ),
    "ID_DAMAGED": Reason(
        "编号被电子表格损坏（18 位编号变成科学记数或者末位变零）",
        "the identifier was damaged by a spreadsheet (18 digits turned into a power of ten or into zeros)",
        "把该列设为文本，从原件取编号重发",
        "format the column as text and send the original identifier",
    ),
    "CONTRADICTION": Reason(
        "记录自相矛盾",
        "the record contradicts itself",
        "改正相互矛盾的字段",
        "correct the fields that contradict each other",
    ),
    "NOT_YET_SEALED": Reason(
        "个人信息没有封存，不能接收；内容没有保留",
        "personal data is not sealed and cannot be taken; it was not kept",
        "经 HTTP、hub publish 或者表格发送，由门封存；原生来源先用 /v1/seal；或者去掉 personal 后重发",
        "send it by HTTP, hub publish or a sheet, which seal it; a native source calls /v1/seal first; or remove personal and send it again",
    ),
}
