import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAddressAllowed } from "./address-guard.ts";

const production = { loopback: false, networks: [] };
const development = { loopback: true, networks: [] };
const everything = { loopback: true, networks: ["0.0.0.0/0", "::/0", "169.254.0.0/16", "fe80::/10", "fd00::/8"] };

describe("public addresses", () => {
  test.each([
    "8.8.8.8",
    "93.184.216.34",
    "172.32.0.1",
    "2606:4700::1111",
    "2a00:1450::8a",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
  ])("%s may be reached", (address) => {
    expect(isAddressAllowed(address, production)).toBe(true);
  });
});

describe("private and special addresses", () => {
  test.each([
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "203.0.113.9",
    "fd12:3456::1",
    "fc00::1",
    "fec0::1",
    "2001:db8::1",
    "2001:2::1",
    "3fff::1",
    "4000::1",
    "::ffff:10.0.0.1",
    "::ffff:a00:1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a00:1",
  ])("%s may not be reached", (address) => {
    expect(isAddressAllowed(address, production)).toBe(false);
    expect(isAddressAllowed(address, development)).toBe(false);
  });

  test.each([
    ["10.1.2.3", "10.0.0.0/8", true],
    ["10.1.2.3", "10.2.0.0/16", false],
    ["::ffff:10.1.2.3", "10.0.0.0/8", true],
    ["64:ff9b::10.1.2.3", "10.0.0.0/8", true],
    ["192.168.7.7", "10.0.0.0/8", false],
    ["fd12::1", "fd12::/16", true],
    ["fd13::1", "fd12::/16", false],
    ["100.64.0.1", "100.64.0.0/10", true],
    ["10.1.2.3", "not a network", false],
    ["10.1.2.3", "fd12::/16", false],
  ])("%s with the network %s named: %s", (address, network, allowed) => {
    expect(isAddressAllowed(address, { loopback: false, networks: [network] })).toBe(allowed);
  });
});

describe("loopback", () => {
  test.each(["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1"])(
    "%s is for development only",
    (address) => {
      expect(isAddressAllowed(address, development)).toBe(true);
      expect(isAddressAllowed(address, production)).toBe(false);
      expect(isAddressAllowed(address, { loopback: false, networks: ["127.0.0.0/8", "::/0", "0.0.0.0/0"] })).toBe(
        false,
      );
    },
  );
});

describe("never, whatever is named", () => {
  test.each([
    ["metadata", "169.254.169.254"],
    ["metadata, mapped", "::ffff:169.254.169.254"],
    ["metadata, mapped in hex", "::ffff:a9fe:a9fe"],
    ["metadata, compatible", "::169.254.169.254"],
    ["metadata behind NAT64", "64:ff9b::169.254.169.254"],
    ["metadata behind a local NAT64", "64:ff9b:1::a9fe:a9fe"],
    ["metadata behind SIIT", "::ffff:0:169.254.169.254"],
    ["metadata behind 6to4", "2002:a9fe:a9fe::1"],
    ["metadata behind Teredo", "2001:0:4136:e378:8000:63bf:5601:5601"],
    ["metadata behind ISATAP", "2606:4700::5efe:169.254.169.254"],
    ["loopback behind NAT64", "64:ff9b::127.0.0.1"],
    ["loopback, compatible", "::127.0.0.1"],
    ["AWS metadata", "fd00:ec2::254"],
    ["Google metadata", "fd20:ce::254"],
    ["Alibaba metadata", "100.100.100.200"],
    ["Oracle metadata", "192.0.0.192"],
    ["Azure platform", "168.63.129.16"],
    ["link-local", "169.254.0.1"],
    ["link-local", "fe80::1"],
    ["link-local with a zone", "fe80::1%eth0"],
    ["unspecified", "0.0.0.0"],
    ["this network", "0.1.2.3"],
    ["unspecified", "::"],
    ["unspecified, mapped", "::ffff:0.0.0.0"],
    ["broadcast", "255.255.255.255"],
    ["multicast", "224.0.0.1"],
    ["multicast", "ff02::1"],
    ["reserved", "240.0.0.1"],
    ["discard", "100::1"],
  ])("%s %s", (_what, address) => {
    expect(isAddressAllowed(address, everything)).toBe(false);
  });

  test.each(["", "localhost", "127.1", "0x7f000001", "2130706433", "1.2.3", "::g", "[::1]"])(
    "%j is no address",
    (text) => {
      expect(isAddressAllowed(text, everything)).toBe(false);
    },
  );

  test("an IPv4 address is judged the same whichever way it is written into IPv6", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.boolean(), (address, loopback) => {
        const rule = { loopback, networks: [] };
        expect(isAddressAllowed(`::ffff:${address}`, rule)).toBe(isAddressAllowed(address, rule));
        expect(isAddressAllowed(`64:ff9b::${address}`, rule)).toBe(isAddressAllowed(address, production));
      }),
    );
  });
});

describe("spellings that URL normalises", () => {
  test.each([
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://169.254.43518/",
    "http://%31%36%39.254.169.254/",
    "http://①⑥⑨.254.169.254/",
    "http://[::ffff:169.254.169.254]/",
    "http://[0:0:0:0:0:ffff:a9fe:a9fe]/",
  ])("%s is judged by what it means", (url) => {
    const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
    expect(isAddressAllowed(host, production)).toBe(false);
  });
});
