# Where JDK 25 is. To be sourced; sets r_jdk (its folder) and r_jvm (a word for exactly this JVM),
# or returns 1. Only shell builtins: this runs before every command.

# Is the folder $1 a JDK or JRE 25? Its `release` file says so without starting it.
r_is_25() {
  [ -r "$1/release" ] && [ -x "$1/bin/java" ] || return 1
  r_version='' r_vendor='' r_arch=''
  while IFS='=' read -r r_key r_value; do
    r_value=${r_value#\"}
    r_value=${r_value%\"}
    case $r_key in
      JAVA_VERSION) case $r_value in 25 | 25.*) ;; *) return 1 ;; esac ;;
      JAVA_RUNTIME_VERSION) r_version=$r_value ;;
      IMPLEMENTOR) r_vendor=${r_value%%[!A-Za-z0-9]*} ;;
      OS_ARCH) r_arch=$r_value ;;
    esac
  done <"$1/release"
  [ -n "$r_version" ] || return 1
  r_jdk=$1
  r_jvm=$r_version-$r_vendor-$r_arch
}

# The java that PATH finds may be a chain of links into a JDK.
r_java_on_path() {
  r_java=$(command -v java) && r_java=$(readlink -f "$r_java") || return 1
  r_is_25 "${r_java%/bin/java}"
}

# JAVA_HOME, then the one in the file $1 (written at build time), then the usual folders, then PATH.
r_find_jdk25() {
  r_remembered=
  if [ -n "${1:-}" ] && [ -r "$1" ]; then
    read -r r_remembered <"$1" || :
  fi
  for r_folder in "${JAVA_HOME:-}" "$r_remembered" /usr/lib/jvm/* /opt/* /opt/*/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    [ -n "$r_folder" ] && r_is_25 "$r_folder" && return 0
  done
  r_java_on_path
}
