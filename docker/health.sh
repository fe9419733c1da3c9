# Succeeds if Orrery reports that it is ready, on port $1 (8080 by default). Uses bash only: the image has no curl.
exec 3<>"/dev/tcp/127.0.0.1/${1:-8080}" || exit 1
printf 'GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
grep -q '"status":"ok"' <&3
