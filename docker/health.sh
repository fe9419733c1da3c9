# Succeeds while Orrery, on port $1 or 8080, says that it is ready. Without curl, which the image does not have.
exec 3<>"/dev/tcp/127.0.0.1/${1:-8080}" || exit 1
printf 'GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
grep -q '"status":"ok"' <&3
