// Package mcp offers the commands of a bot.Mux as tools of a Model Context Protocol
// server (https://modelcontextprotocol.io/specification/2025-11-25), so that an
// assistant can search the briefing, cite its receipts and verify what it cites. It
// knows Cards and the protocol, and no index. Start reading at Server.
package mcp
