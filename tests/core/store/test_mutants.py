"""The checks are worth something: with a mistake built in, they fail."""

import os
from contextlib import suppress

import pytest

from tests.core.store import checks, test_company, test_damage, test_tinydb
from tests.core.store.conftest import annotation, sidecar_of
from tui.core.store import beside, parse, replace, sidecar
from tui.core.store.storage import SidecarStorage

FIXTURES = (test_tinydb.path, test_tinydb.storage, test_tinydb.ours, test_company.dead)
path, storage, ours, dead = FIXTURES


def caught(check, *arguments, **options):
    """Whether the check fails; a mistake may also end in another error than the check's own."""
    try:
        check(*arguments, **options)
    except (AssertionError, FileNotFoundError):
        return True
    except BaseException as error:
        # What pytest.raises says when nothing was raised.
        return type(error).__name__ == "Failed"
    return False


def swallowing(function, result):
    """`function`, its errors taken for success."""

    def swallow(*arguments, **options):
        with suppress(OSError):
            return function(*arguments, **options)
        return result

    return swallow


def mutant_writing(*, short=False, sync=True):
    """`write_new` with a mistake."""

    def write_new(path, data, like):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[len(rest) if os.write(descriptor, rest) and short else 0 :]
                if not short:
                    rest = rest[len(rest) :]
            if sync is None:
                with suppress(OSError):
                    os.fsync(descriptor)
            elif sync:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)

    return write_new


def test_the_checks_pass_without_a_mistake(disk):
    assert not caught(checks.check_faults, disk, "again")
    assert not caught(checks.check_power_cuts, disk, "again")
    for sync in range(2):
        assert not caught(checks.check_power_cuts, disk, "again", failing_sync=sync)


@pytest.mark.parametrize("swap", ["exchange", "replace"])
def test_an_error_of_a_sync_that_is_swallowed_is_caught(disk, monkeypatch, swap):
    monkeypatch.setattr(replace, "write_new", mutant_writing(sync=None))
    assert caught(checks.check_power_cuts, disk, "again", swap, failing_sync=0)


def test_an_error_of_the_folders_sync_that_is_swallowed_is_caught(disk, monkeypatch):
    real = os.fsync

    def replaced(path, data, expected, like, of=None):
        folder = os.open(path.parent, os.O_RDONLY)
        temporary = replace.stray_name(path)
        replace.write_new(temporary, data, like)
        written = replace.Held(temporary)
        temporary.replace(path)
        with suppress(OSError):
            os.fsync(folder)
        os.close(folder)
        return written

    monkeypatch.setattr("tui.core.store.storage.replace_durably", replaced)
    assert os.fsync is real
    assert caught(checks.check_power_cuts, disk, "again", failing_sync=1)


def test_a_missing_sync_is_caught(disk, monkeypatch):
    monkeypatch.setattr(replace, "write_new", mutant_writing(sync=False))
    assert caught(checks.check_power_cuts, disk, "again")


@pytest.mark.parametrize("swap", ["exchange", "replace"])
def test_an_error_of_the_swap_that_is_swallowed_is_caught(disk, monkeypatch, swap):
    monkeypatch.setattr(replace, "_swap", swallowing(replace._swap, True))
    assert caught(checks.check_faults, disk, "again", swap)


def test_an_error_of_the_whole_save_that_is_swallowed_is_caught(disk, monkeypatch):
    monkeypatch.setattr(SidecarStorage, "commit", swallowing_commit)
    assert caught(checks.check_faults, disk, "again")


def swallowing_commit(self, real=SidecarStorage.commit):
    """`commit` that says yes whatever happened."""
    with suppress(Exception):
        real(self)
    return True


def test_short_writes_that_are_ignored_are_caught(disk, monkeypatch):
    monkeypatch.setattr(replace, "write_new", mutant_writing(short=True))
    assert caught(checks.check_faults, disk, "again")


def test_a_target_unlinked_before_the_rename_is_caught(disk, monkeypatch):
    def swap(temporary, path, expected):
        path.unlink(missing_ok=True)
        temporary.rename(path)
        return True

    monkeypatch.setattr(replace, "_swap", swap)
    assert caught(checks.check_power_cuts, disk, "again")


def test_a_version_that_is_not_looked_at_after_the_swap_is_caught(
    disk, source, save, sidecar, monkeypatch, tmp_path
):
    def swap(temporary, path, expected):
        return replace._link(temporary, path) if expected is None else bool(
            replace.exchange(temporary, path)
        )  # fmt: skip

    monkeypatch.setattr(replace, "_swap", swap)
    check = test_company.test_a_file_replaced_while_we_save_is_merged_and_not_overwritten
    with monkeypatch.context() as patched:
        assert caught(check, source, save, sidecar, patched, tmp_path, "_swap", "exchange")


def test_temporary_files_that_are_deleted_and_not_merged_are_caught(
    source, save, sidecar, dead, monkeypatch, tmp_path
):
    def sweeping(path):
        for version in beside.versions_beside(path):
            version.path.unlink()
        return []

    check = test_company.test_the_temporary_file_of_a_killed_writer_is_merged_and_then_swept
    assert not caught(check, source, save, sidecar, dead, tmp_path)
    monkeypatch.setattr(sidecar_module, "versions_beside", sweeping)
    assert caught(check, source, save, sidecar, dead, tmp_path)


sidecar_module = sidecar


@pytest.fixture
def sidecar(source):
    return sidecar_of(source)


def test_temporary_files_that_are_never_swept_are_caught(
    source, save, sidecar, dead, monkeypatch, tmp_path
):
    monkeypatch.setattr(sidecar_module, "dispose", lambda *_, **__: None)
    check = test_company.test_the_temporary_file_of_a_killed_writer_is_merged_and_then_swept
    assert caught(check, source, save, sidecar, dead, tmp_path)


def test_a_rollback_that_is_dropped_is_caught(ours, storage, path, monkeypatch):
    real = SidecarStorage.commit

    def commit(self):
        staged = self._staged
        try:
            return real(self)
        except Exception:
            self._staged = staged
            raise

    assert not caught(test_tinydb.check_rollback, ours, storage, path, monkeypatch)
    monkeypatch.setattr(SidecarStorage, "commit", commit)
    assert caught(test_tinydb.check_rollback, ours, storage, path, monkeypatch)


def test_rows_of_the_cache_handed_out_are_caught(ours, storage, path, monkeypatch):
    monkeypatch.setattr(SidecarStorage, "read", lambda self: self._staged or self.tables())
    assert caught(test_tinydb.check_rollback, ours, storage, path, monkeypatch)


def test_a_signature_remembered_before_parsing_is_caught(source, save, sidecar, monkeypatch):
    made = save(*(annotation(str(n)) for n in range(2)))

    def refresh(self):
        signature = replace.signature_of(self._path)
        if self._fresh and signature == self.signature:
            return
        self._held = replace.Held(self._path) if signature else None
        self._fresh = bool(signature)
        try:
            new = parse.Parsed(parse.new_tables())
            self._parsed = parse.parse(self._held.read()) if self._held else new
        except parse.NotOursError as error:
            raise sidecar_module.UnreadableSidecar(self._path, "not ours") from error

    check = test_damage.test_what_could_not_be_parsed_does_not_count_as_read
    whole = sidecar.path.read_bytes()
    assert not caught(check, sidecar, made, source)
    sidecar.path.write_bytes(whole)
    monkeypatch.setattr(SidecarStorage, "_refresh", refresh)
    assert caught(check, sidecar, made, source)


def test_a_damaged_original_that_is_not_kept_is_caught(disk, monkeypatch):
    monkeypatch.setattr("tui.core.store.storage._quarantine", lambda *_: None)
    assert caught(checks.check_power_cuts, disk, "damaged")


def test_an_empty_copy_of_a_damaged_original_is_caught(disk, monkeypatch):
    real = replace.Held.read

    def read(self):
        return b"" if self.__dict__.setdefault("again", False) else self._first(real)

    def first(self, real):
        self.again = True
        return real(self)

    monkeypatch.setattr(replace.Held, "_first", first, raising=False)
    monkeypatch.setattr(replace.Held, "read", read)
    assert caught(checks.check_faults, disk, "damaged")
