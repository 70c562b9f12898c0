"""What may leave a network as a file, as `PeopleExport.what` keeps it, and what it is called."""

from django.utils.translation import gettext_lazy as _

CONTACTS, MEMBERS, ATTENDANCE, COURSES = "contacts", "members", "attendance", "courses"
EXPORTED = {
    CONTACTS: _("contactos"),
    MEMBERS: _("integrantes"),
    ATTENDANCE: _("asistencia"),
    COURSES: _("personas de los cursos"),
}
