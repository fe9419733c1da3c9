package io.orrery.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes files and folders that only their owner can read. Does nothing special on systems without POSIX permissions. */
final class OwnerOnly {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private OwnerOnly() {}

    /**
     * Creates an empty file that only its owner can read, from the start.
     *
     * @throws FileAlreadyExistsException if there is one
     */
    static void create(Path file) throws IOException {
        Files.newByteChannel(
                        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attribute(file, FILE))
                .close();
    }

    /** Takes the permissions to read an existing file from everybody else; creates it if it is missing. */
    static void require(Path file) throws IOException {
        try {
            create(file);
        } catch (FileAlreadyExistsException e) {
            restrict(file, FILE);
        }
    }

    /** Takes the permissions to read a file from everybody else; does nothing if it is missing. */
    static void restrict(Path file) throws IOException {
        if (Files.exists(file)) {
            restrict(file, FILE);
        }
    }

    /** Creates a folder and its parents; the folder, but not its parents, is for its owner only. */
    static void createFolder(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(folder, attribute(folder, FOLDER));
    }

    /** Takes all permissions on an existing folder from everybody else. */
    static void restrictFolder(Path folder) throws IOException {
        restrict(folder, FOLDER);
    }

    private static void restrict(Path path, Set<PosixFilePermission> wanted) throws IOException {
        if (hasPermissions(path) && !wanted.containsAll(Files.getPosixFilePermissions(path))) {
            Files.setPosixFilePermissions(path, wanted);
        }
    }

    private static FileAttribute<?>[] attribute(Path path, Set<PosixFilePermission> wanted) {
        return hasPermissions(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(wanted)}
                : new FileAttribute<?>[0];
    }

    private static boolean hasPermissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
