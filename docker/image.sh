#!/bin/sh
# Builds and runs the image: with Docker if it is running, otherwise with buildah and chroot, as root on Debian.
#
#   image.sh build             builds the image as orrery:local
#   image.sh size              prints its size in bytes, without the Debian base image
#   image.sh user              prints the user that it runs as
#   image.sh run PORT ARGS...  runs "orrery ARGS..." in it until SIGTERM; the file system is read-only, except for $DATA
#   image.sh health PORT       runs the health check in the running container
#
# DATA is the folder for data that outlives the container. Without Docker, the build mounts ~/.m2, with Maven's settings
# and downloads, and uses the trusted certificates of this machine's Java.
set -eu
cd "$(dirname "$0")/.."

IMAGE=orrery:local
BASE=docker.io/library/debian:bookworm-slim
RUNNING=orrery-running
USER_ID=10001

if docker info >/dev/null 2>&1; then engine=docker; else engine=buildah; fi

without_engine() {
    BUILDAH_ISOLATION=chroot buildah --storage-driver vfs "$@"
}

# Prints a list of the image's configuration, one value per line.
configured() {
    without_engine inspect --type image --format "{{range .Docker.Config.$1}}{{println .}}{{end}}" "$IMAGE"
}

install_buildah() {
    if ! command -v buildah >/dev/null || ! command -v debootstrap >/dev/null; then
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends buildah debootstrap netavark >/dev/null
    fi
}

# Builds the base image without a registry. Debian's official image is made with debootstrap, too.
make_base() {
    if ! without_engine inspect --type image "$BASE" >/dev/null 2>&1; then
        container=$(without_engine from scratch)
        root=$(without_engine mount "$container")
        debootstrap --variant=minbase bookworm "$root" >&2
        rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
        without_engine umount "$container" >/dev/null
        without_engine commit --rm "$container" "$BASE" >&2
    fi
}

build_docker() {
    docker build -f docker/Dockerfile -t "$IMAGE" .
    # The builder's cache does not make the base image available, and size_docker needs it.
    docker image inspect debian:bookworm-slim >/dev/null 2>&1 || docker pull -q debian:bookworm-slim >/dev/null
}

build_buildah() {
    install_buildah
    make_base
    certificates=$(dirname "$(readlink -f "$(command -v java)")")/../lib/security/cacerts
    # The limits that a chroot has anyway: buildah would request higher ones and fail.
    without_engine bud --pull=never --layers --format docker \
        --ulimit nofile=20000:20000 --ulimit nproc=96365:96365 \
        --volume "$HOME/.m2:/root/.m2" \
        --volume "$(readlink -f "$certificates"):/etc/lent-cacerts:ro" \
        --build-arg MAVEN_OPTS=-Djavax.net.ssl.trustStore=/etc/lent-cacerts \
        -f docker/Dockerfile -t "$IMAGE" .
}

size_docker() {
    whole=$(docker image inspect --format '{{.Size}}' "$IMAGE")
    base=$(docker image inspect --format '{{.Size}}' debian:bookworm-slim)
    echo $((whole - base))
}

bytes_of() {
    container=$(without_engine from --pull=never "$1")
    root=$(without_engine mount "$container")
    du -sbx "$root" | cut -f1
    without_engine rm "$container" >/dev/null
}

size_buildah() {
    echo $(($(bytes_of "$IMAGE") - $(bytes_of "$BASE")))
}

user_docker() {
    docker image inspect --format '{{.Config.User}}' "$IMAGE"
}

user_buildah() {
    without_engine inspect --type image --format '{{.Docker.Config.User}}' "$IMAGE"
}

run_docker() {
    port=$1
    shift
    chown -R "$USER_ID:$USER_ID" "$DATA"
    # Commands that do not serve are run with port 0.
    if [ "$port" != 0 ]; then
        set -- --publish "127.0.0.1:$port:$port" --volume "$DATA:/data" "$IMAGE" "$@"
    else
        set -- --volume "$DATA:/data" "$IMAGE" "$@"
    fi
    exec docker run --rm --name "$RUNNING" --read-only "$@"
}

run_buildah() {
    shift
    without_engine rm "$RUNNING" >/dev/null 2>&1 || true
    without_engine from --pull=never --name "$RUNNING" "$IMAGE" >/dev/null
    root=$(without_engine mount "$RUNNING")
    chown -R "$USER_ID:$USER_ID" "$DATA"
    # shellcheck disable=SC2046 # values of the image's configuration hold no spaces
    set -- $(configured Env) $(configured Entrypoint) "$@"
    # exec replaces the process at every level, so that SIGTERM reaches Java.
    # shellcheck disable=SC2016 # expanded by the inner shell
    exec unshare --mount sh -c '
        root=$1; data=$2; user=$3; shift 3
        mount --bind "$root" "$root"
        mount --bind "$data" "$root/data"
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount -o remount,bind,ro "$root"
        exec chroot --userspec="$user" "$root" env -i -C /data "$@"' \
        sh "$root" "$DATA" "$USER_ID:$USER_ID" "$@"
}

health_docker() {
    docker exec "$RUNNING" bash /opt/orrery/health.sh "$1"
}

health_buildah() {
    # shellcheck disable=SC2046
    exec chroot --userspec="$USER_ID:$USER_ID" "$(without_engine mount "$RUNNING")" \
        $(configured Healthcheck.Test | grep -v '^CMD$') "$1"
}

command=${1:?build, size, user, run or health}
shift
"${command}_$engine" "$@"
