// Building text: the allocator, string concatenation and a map of strings from the compiler's own library.
class Item {
  constructor(
    public id: i32,
    public name: string,
    public tags: string[],
  ) {}
}

@contract("text", "1.0.0")
export class Text {
  @view
  run(count: i32): u64 {
    const rows: string[] = [];
    const totals = new ByName();
    for (let i = 0; i < count; i++) {
      const tags = ["red", "blue\\" + (i & 7).toString()];
      const row = json(new Item(i, 'part "' + (i * 7919).toString() + '"\n', tags));
      rows.push(row);
      totals.add("k" + (i & 31).toString(), row.length);
    }
    const all = "[" + rows.join(",") + "]";
    let hash: u64 = 5381;
    for (let i = 0; i < all.length; i++) hash = hash * 33 + all.charCodeAt(i);
    return hash + totals.sum();
  }
}

class ByName {
  private names: string[] = [];
  private values: u64[] = [];

  add(name: string, value: u64): void {
    const at = this.names.indexOf(name);
    if (at >= 0) {
      this.values[at] += value;
    } else {
      this.names.push(name);
      this.values.push(value);
    }
  }

  sum(): u64 {
    let all: u64 = 0;
    for (let i = 0; i < this.values.length; i++) all += this.values[i];
    return all;
  }
}

function json(item: Item): string {
  const tags: string[] = [];
  for (let i = 0; i < item.tags.length; i++) tags.push('"' + escaped(item.tags[i]) + '"');
  return '{"id":' + item.id.toString() + ',"name":"' + escaped(item.name) + '","tags":[' + tags.join(",") + "]}";
}

function escaped(text: string): string {
  let out = "";
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code == 34 || code == 92) out += "\\" + String.fromCharCode(code);
    else if (code < 32) out += "\\u00" + (code < 16 ? "0" : "1") + "0123456789abcdef".charAt(code & 15);
    else out += String.fromCharCode(code);
  }
  return out;
}
